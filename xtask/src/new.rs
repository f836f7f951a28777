//! `cargo xtask new METHOD`: the beginning of a spec.

use std::path::Path;

use bitrix24_codegen::keys::UNFILLED;
use bitrix24_codegen::skeleton::{self, MethodName, Refusal};
use bitrix24_codegen::source::Source;

use crate::failure::Failure;
use crate::generate::write;
use crate::{paths, specs};

pub(crate) fn run(folder: Option<&Path>, name: &str) -> Result<(), Failure> {
    let Some(method) = MethodName::parse(name) else {
        let form =
            "segments of letters, digits and `_`, joined by dots, such as crm.deal.get; crm.deal.get@3 for REST 3.0";
        return Err(Failure::Refused(format!("{name:?} is no method's name: that is {form}")));
    };
    let root = paths::root()?;
    let folder = folder.map_or_else(|| root.join("spec"), Path::to_owned);
    let sources = specs::find(&folder, &root)?;
    if let Some((index, line)) = method.described(&sources) {
        let path = sources.get(index).map_or("", |source| source.path.as_str());
        return Err(Failure::Refused(format!("{name} has a spec already, at {path}:{line}")));
    }
    let path = folder.join(method.path());
    let shown = paths::shown(&path, &root);
    match sources.into_iter().find(|source| source.path == shown) {
        None => {
            write::replace(&path, &skeleton::file(&method))?;
            println!("  new        {shown}");
        }
        Some(source) => {
            let added = skeleton::added(&method, &source).map_err(|refusal| refused(refusal, name, source))?;
            write::replace(&path, &added.text)?;
            println!("  changed    {shown}:{}, `{}`", added.line, method.key());
        }
    }
    println!("Next: write what {UNFILLED} stands for, take away the comments, and run `cargo xtask check`.");
    if !folder.join("schema.json").is_file() {
        let own = root.join("spec/schema.json");
        println!("Copy {} to {}, so that editors know the keys.", paths::shown(&own, &root), folder.display());
    }
    Ok(())
}

fn refused(refusal: Refusal, name: &str, source: Source) -> Failure {
    match refusal {
        Refusal::Unreadable(problems) => Failure::Specs { problems: Box::new(problems), sources: vec![source] },
        Refusal::InTheWay { line, message } => {
            Failure::Refused(format!("{name} was not added: {}:{line}: {message}", source.path))
        }
    }
}

//! Documents of workflows by what people call them. Stands beside the generated types, which are lists of three texts.

use crate::api::bizproc::shared::DocumentType;
use crate::api::bizproc::workflow::DocumentId;

const CRM: &str = "crm";
const LISTS: &str = "lists";
const DRIVE: &str = "disk";
const QUOTE: &str = r"Bitrix\Crm\Integration\BizProc\Document\Quote";
const SMART_INVOICE: &str = r"Bitrix\Crm\Integration\BizProc\Document\SmartInvoice";
const DYNAMIC: &str = r"Bitrix\Crm\Integration\BizProc\Document\Dynamic";
const PROCESS: &str = "BizprocDocument";
const LIST: &str = r"Bitrix\Lists\BizprocDocumentLists";
const DISK: &str = r"Bitrix\Disk\BizProcDocument";

/// The kinds of documents that the API lists; the docs have them on the page of
/// [`bizproc.workflow.template.add`](https://apidocs.bitrix24.com/api-reference/bizproc/template/bizproc-workflow-template-add.html).
impl DocumentType {
    /// Leads of CRM.
    pub fn lead() -> Self {
        Self::new(CRM, "CCrmDocumentLead", "LEAD")
    }

    /// Contacts of CRM.
    pub fn contact() -> Self {
        Self::new(CRM, "CCrmDocumentContact", "CONTACT")
    }

    /// Companies of CRM.
    pub fn company() -> Self {
        Self::new(CRM, "CCrmDocumentCompany", "COMPANY")
    }

    /// Deals of CRM.
    pub fn deal() -> Self {
        Self::new(CRM, "CCrmDocumentDeal", "DEAL")
    }

    /// Quotes of CRM, which the docs also call estimates.
    pub fn quote() -> Self {
        Self::new(CRM, QUOTE, "QUOTE")
    }

    /// Invoices of CRM.
    pub fn smart_invoice() -> Self {
        Self::new(CRM, SMART_INVOICE, "SMART_INVOICE")
    }

    /// Elements of a smart process, by its `entityTypeId`.
    pub fn smart_process(entity_type_id: u64) -> Self {
        Self::new(CRM, DYNAMIC, format!("DYNAMIC_{entity_type_id}"))
    }

    /// Processes of the feed, by their information block.
    pub fn process(block_id: u64) -> Self {
        Self::new(LISTS, PROCESS, format!("iblock_{block_id}"))
    }

    /// Elements of a list, by its information block.
    pub fn list(block_id: u64) -> Self {
        Self::new(LISTS, LIST, format!("iblock_{block_id}"))
    }

    /// Files of a storage on Drive.
    pub fn disk(storage_id: u64) -> Self {
        Self::new(DRIVE, DISK, format!("STORAGE_{storage_id}"))
    }

    /// The number in the kind: of the smart process, information block or storage.
    ///
    /// ```
    /// use bitrix24::api::bizproc::shared::DocumentType;
    ///
    /// assert_eq!(DocumentType::smart_process(147).number(), Some(147));
    /// assert_eq!(DocumentType::deal().number(), None);
    /// ```
    pub fn number(&self) -> Option<u64> {
        let prefixes = [(DYNAMIC, "DYNAMIC_"), (PROCESS, "iblock_"), (LIST, "iblock_"), (DISK, "STORAGE_")];
        let (_, prefix) = prefixes.iter().find(|(entity, _)| *entity == self.entity)?;
        self.document_type.strip_prefix(prefix)?.parse().ok()
    }
}

/// The documents that the API lists; the docs have them on the page of
/// [`bizproc.workflow.start`](https://apidocs.bitrix24.com/api-reference/bizproc/bizproc-workflow-start.html).
impl DocumentId {
    /// A lead of CRM.
    pub fn lead(id: u64) -> Self {
        Self::of(DocumentType::lead(), id)
    }

    /// A contact of CRM.
    pub fn contact(id: u64) -> Self {
        Self::of(DocumentType::contact(), id)
    }

    /// A company of CRM.
    pub fn company(id: u64) -> Self {
        Self::of(DocumentType::company(), id)
    }

    /// A deal of CRM.
    pub fn deal(id: u64) -> Self {
        Self::of(DocumentType::deal(), id)
    }

    /// A quote of CRM.
    pub fn quote(id: u64) -> Self {
        Self::of(DocumentType::quote(), id)
    }

    /// An invoice of CRM.
    pub fn smart_invoice(id: u64) -> Self {
        Self::of(DocumentType::smart_invoice(), id)
    }

    /// An element of a smart process, by the `entityTypeId` of the process and its own identifier.
    pub fn smart_process(entity_type_id: u64, id: u64) -> Self {
        Self::of(DocumentType::smart_process(entity_type_id), id)
    }

    /// A process of the feed.
    pub fn process(id: u64) -> Self {
        Self::new(LISTS, PROCESS, id.to_string())
    }

    /// An element of a list.
    pub fn list(id: u64) -> Self {
        Self::new(LISTS, LIST, id.to_string())
    }

    /// A file on Drive.
    pub fn disk(id: u64) -> Self {
        Self::new(DRIVE, DISK, id.to_string())
    }

    /// In CRM the identifier begins with the kind.
    fn of(kind: DocumentType, id: u64) -> Self {
        Self::new(kind.module, kind.entity, format!("{}_{id}", kind.document_type))
    }

    /// The document's own number, without its kind.
    ///
    /// ```
    /// use bitrix24::api::bizproc::workflow::DocumentId;
    ///
    /// assert_eq!(DocumentId::smart_process(147, 1).number(), Some(1));
    /// assert_eq!(DocumentId::list(777).number(), Some(777));
    /// ```
    pub fn number(&self) -> Option<u64> {
        self.document.rsplit('_').next()?.parse().ok()
    }

    /// The kind of document, where it can be told: in lists and on Drive the identifier does not have it.
    ///
    /// ```
    /// use bitrix24::api::bizproc::workflow::DocumentId;
    ///
    /// let kind = DocumentId::smart_process(147, 1).document_type();
    /// assert_eq!(kind.and_then(|kind| kind.number()), Some(147));
    /// assert!(DocumentId::list(777).document_type().is_none());
    /// ```
    pub fn document_type(&self) -> Option<DocumentType> {
        let (kind, number) = self.document.rsplit_once('_').filter(|_| self.module == CRM)?;
        number.parse::<u64>().ok()?;
        Some(DocumentType::new(self.module.as_str(), self.entity.as_str(), kind))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(kind: &DocumentType) -> [&str; 3] {
        [&kind.module, &kind.entity, &kind.document_type]
    }

    #[test]
    fn the_kind_of_a_document_is_the_kind_that_was_named() {
        let pairs = [
            (DocumentId::lead(7), DocumentType::lead()),
            (DocumentId::contact(7), DocumentType::contact()),
            (DocumentId::company(7), DocumentType::company()),
            (DocumentId::deal(7), DocumentType::deal()),
            (DocumentId::quote(7), DocumentType::quote()),
            (DocumentId::smart_invoice(7), DocumentType::smart_invoice()),
            (DocumentId::smart_process(147, 7), DocumentType::smart_process(147)),
        ];
        for (document, kind) in pairs {
            assert_eq!(document.number(), Some(7), "{document:?}");
            assert_eq!(texts(&document.document_type().unwrap()), texts(&kind));
        }
        for document in [DocumentId::process(7), DocumentId::list(7), DocumentId::disk(7)] {
            assert_eq!((document.number(), document.document_type().is_none()), (Some(7), true), "{document:?}");
        }
        // An underscore alone does not make a kind and a number.
        for document in [DocumentId::new("lists", LIST, "a_7"), DocumentId::new(CRM, "CCrmDocumentDeal", "DEAL_x")] {
            assert!(document.document_type().is_none(), "{document:?}");
        }
    }

    #[test]
    fn numbers_are_read_where_there_are_any() {
        let with =
            [DocumentType::smart_process(5), DocumentType::process(5), DocumentType::list(5), DocumentType::disk(5)];
        assert!(with.iter().all(|kind| kind.number() == Some(5)), "{with:?}");
        let without =
            [DocumentType::deal(), DocumentType::new("lists", LIST, "iblock_"), DocumentType::new("a", "b", "c")];
        assert!(without.iter().all(|kind| kind.number().is_none()), "{without:?}");
        assert_eq!(DocumentId::new("a", "b", "c").number(), None);
    }
}

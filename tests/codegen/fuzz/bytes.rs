//! Files that are bytes: any bytes, and specs that were damaged on their way.

use crate::codegen::fuzz::random::Random;

/// What means something to YAML, to a terminal or to whoever decodes UTF-8.
const PIECES: [&[u8]; 44] = [
    b": ",
    b"- ",
    b"? ",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b"'",
    b"\"",
    b"|\n",
    b">-\n",
    b"&a ",
    b"*a",
    b"!!str ",
    b"!t ",
    b"<<: ",
    b"#",
    b"%YAML 1.2\n",
    b"---\n",
    b"...\n",
    b"@",
    b"`",
    b"\t",
    b"\r",
    b"\n",
    b"\n\n",
    b"\r\n",
    b"  ",
    b"\0",
    b"\x1b[31m",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xae",
    b"\xe2\x80\x8b",
    b"\xc2\x85",
    b"\xe2\x80\xa8",
    b"\\u202e",
    b"\\x07",
    b"\"\\",
    b"\xf0\x9f\xa6\x80",
    b"\xcc\x88",
];

/// A file without any sense.
pub(crate) fn noise(random: &mut Random<'_>) -> Vec<u8> {
    let length = random.below(200);
    let mut bytes = Vec::new();
    while bytes.len() < length {
        if random.once_in(2) {
            bytes.extend_from_slice(random.pick(&PIECES));
        } else {
            bytes.push(random.byte());
        }
    }
    bytes
}

/// A file with a few bytes more, less, or at another place.
pub(crate) fn damaged(random: &mut Random<'_>, file: &[u8]) -> Vec<u8> {
    let mut bytes = file.to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len() + 1);
        let end = (at + 1 + random.below(12)).min(bytes.len());
        match random.below(7) {
            0 => drop(bytes.splice(at..at, random.pick(&PIECES).iter().copied())),
            1 => drop(bytes.splice(at..end, random.pick(&PIECES).iter().copied())),
            2 => drop(bytes.drain(at..end)),
            3 => bytes.truncate(at),
            4 if at < bytes.len() => bytes[at] = random.byte(),
            5 => {
                let piece: Vec<u8> = bytes[at..end].to_vec();
                let to = random.below(bytes.len() + 1);
                drop(bytes.splice(to..to, piece));
            }
            // A line twice, or at another place: names clash, indentation slips.
            _ => {
                let lines: Vec<Vec<u8>> = bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
                let line = lines.get(random.below(lines.len())).cloned().unwrap_or_default();
                let before: usize = lines.iter().take(random.below(lines.len() + 1)).map(Vec::len).sum();
                drop(bytes.splice(before..before, line));
            }
        }
    }
    bytes
}

//! Paragraphs to resolutions: the step that all formats without structure share (PDF, Word, HTML, text).

use crate::model::Resolution;
use crate::source::{Paras, SourceError};

/// Recognizes cover, body, parts, annexes and closing lines in a document's paragraphs.
///
/// # Errors
/// [`SourceError::Empty`] without words, [`SourceError::NoResolution`] where no symbol or no operative paragraph is found.
pub fn assemble(paras: Paras) -> Result<Vec<Resolution>, SourceError> {
    if paras.paras.iter().all(|p| p.text.trim().is_empty()) {
        return Err(SourceError::Empty);
    }
    Err(SourceError::NoResolution("the layout reader is not there yet".into()))
}

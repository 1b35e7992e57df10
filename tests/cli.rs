//! The commands as people use them: whole output, with the clock, the writer and the width fixed.

#[path = "cli/common.rs"]
mod common;
#[path = "cli/corrections.rs"]
mod corrections;
#[path = "cli/drafts.rs"]
mod drafts;
#[path = "cli/errors.rs"]
mod errors;
#[path = "cli/exports.rs"]
mod exports;
#[path = "cli/kept.rs"]
mod kept;
#[path = "cli/log.rs"]
mod log;
#[path = "cli/main_job.rs"]
mod main_job;
#[path = "cli/papers.rs"]
mod papers;
#[path = "cli/series.rs"]
mod series;
#[path = "cli/texts.rs"]
mod texts;
#[path = "cli/walk.rs"]
mod walk;

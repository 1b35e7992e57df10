//! A user's clusters for the inventory: a CSV file with a column for the id and one for the cluster.

use crate::view::csv::unguard;
use std::collections::BTreeMap;

/// Why a file of clusters can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClusterError {
    /// Not CSV.
    #[error("the clusters can't be read: {0}")]
    Unreadable(String),
    /// A column is missing.
    #[error(
        "the clusters lack the column `{column}`; the first line names the columns, `id` and `{wanted}` among them"
    )]
    Column {
        /// Which is missing.
        column: String,
        /// The column that holds the clusters.
        wanted: String,
    },
}

/// Reads the clusters from the column `column` of a CSV file, by its column `id` (an id, a paragraph such as `A/RES/75/276:8`, or
/// a symbol). Lines without a cluster are passed over; of two for one id the later holds.
///
/// # Errors
/// Names the line that is no CSV, or the column that is missing.
pub fn clusters(text: &str, column: &str) -> Result<BTreeMap<String, String>, ClusterError> {
    let unreadable = |e: ::csv::Error| ClusterError::Unreadable(e.to_string());
    let mut reader =
        ::csv::ReaderBuilder::new().flexible(true).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let heads = reader.headers().map_err(unreadable)?.clone();
    let place = |name: &str| {
        heads
            .iter()
            .position(|head| head.trim().eq_ignore_ascii_case(name))
            .ok_or_else(|| ClusterError::Column { column: name.to_owned(), wanted: column.to_owned() })
    };
    let (id, cluster) = (place("id")?, place(column)?);
    let mut found = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        let field = |i: usize| unguard(record.get(i).unwrap_or_default().trim()).to_owned();
        if !field(id).is_empty() && !field(cluster).is_empty() {
            found.insert(field(id), field(cluster));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clusters_come_from_a_column() {
        let text = "\u{feff}id,text,Cluster\nA/RES/75/276:8,x,Lamps\nA/RES/75/276:9,y,\nA/RES/75/276,z,'=Keepers\n";
        let read = clusters(text, "cluster").unwrap();
        assert_eq!(
            read.into_iter().collect::<Vec<_>>(),
            [("A/RES/75/276".to_owned(), "=Keepers".to_owned()), ("A/RES/75/276:8".to_owned(), "Lamps".to_owned()),]
        );
        assert_eq!(
            clusters("id,text\n", "cluster").unwrap_err().to_string(),
            "the clusters lack the column `cluster`; the first line names the columns, `id` and `cluster` among them"
        );
    }
}

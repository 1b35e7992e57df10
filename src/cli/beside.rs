//! Rows that are taken on another core while the next ones are read.

use crate::model::Row;
use std::sync::mpsc::sync_channel;
use std::thread;

/// So many rows go over at once; where there are no more, everything stays on one core.
const BATCH: usize = 256;
/// So many batches may wait.
const WAITING: usize = 8;

/// Gives the rows that `read` reads to `take`, in their order.
pub fn beside<E>(
    read: impl FnOnce(&mut dyn FnMut(Row)) -> Result<(), E>,
    mut take: impl FnMut(Row) + Send,
) -> Result<(), E> {
    let mut batch = Vec::with_capacity(BATCH);
    thread::scope(|scope| {
        let (mut take, mut over) = (Some(&mut take), None);
        let read = read(&mut |row| {
            batch.push(row);
            if batch.len() == BATCH {
                let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
                if let Some(take) = take.take() {
                    let (send, receive) = sync_channel::<Vec<Row>>(WAITING);
                    over = Some(send);
                    scope.spawn(move || receive.into_iter().flatten().for_each(take));
                }
                // It takes all of them, whatever comes of each.
                let _ = over.as_ref().map(|send| send.send(full));
            }
        });
        match (take, over) {
            (Some(take), _) => batch.into_iter().for_each(take),
            (None, over) => drop(over.map(|send| send.send(batch))),
        }
        read
    })
}

//! The log as a graph of hashes: times, heads, and who knew what.

use crate::model::EventId;
use crate::model::event::Moment;
use std::collections::HashMap;

/// The time of an event: the later of what its clock said and one millisecond after the time of each parent. So a slow clock
/// can't hide what was written later.
pub fn time_of(at: Moment, parents: impl IntoIterator<Item = Moment>) -> Moment {
    parents.into_iter().map(|p| Moment::from_millis(p.millis().saturating_add(1))).fold(at, Moment::max)
}

/// What the graph needs of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its id.
    pub id: EventId,
    /// Its parents.
    pub parents: Vec<EventId>,
    /// What its clock said.
    pub at: Moment,
}

impl Node {
    /// Reads of an event's stored bytes what the graph needs, and nothing else: for bytes that were checked when they came in.
    ///
    /// # Errors
    /// Where they are no event.
    pub fn read(id: EventId, bytes: &[u8]) -> Result<Node, serde_json::Error> {
        #[derive(serde::Deserialize)]
        struct Links {
            parents: Vec<EventId>,
            at: Moment,
        }
        serde_json::from_slice(bytes).map(|Links { parents, at }| Node { id, parents, at })
    }
}

/// Why events are no graph.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoGraph {
    /// A parent is not among them.
    #[error("the event {event} names the parent {parent}, which is not here")]
    ParentMissing {
        /// The event.
        event: EventId,
        /// Its parent.
        parent: EventId,
    },
    /// Parents that lead back to themselves; their ids are not the hashes of their bytes.
    #[error("the events around {0} name each other as parents")]
    Circle(EventId),
}

/// The whole log: each event's time, its place, and whether one had another among its ancestors.
///
/// Events are laid out as chains, each event on the chain of a parent that no other took. A log that few people write has few
/// chains, and to ask for an ancestor is to walk over chains, not over events.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    ids: Vec<EventId>,
    index: HashMap<EventId, u32>,
    times: Vec<Moment>,
    /// Chain and position on it.
    place: Vec<(u32, u32)>,
    /// Of each chain the events, by position ascending, that have parents on other chains, with these parents.
    doors: Vec<Vec<(u32, Vec<u32>)>>,
    heads: Vec<EventId>,
}

impl Graph {
    /// Lays out events, given in any order.
    ///
    /// # Errors
    /// Where a parent is missing, or ids were made up.
    pub fn new(nodes: &[Node]) -> Result<Graph, NoGraph> {
        let order = parents_first(nodes)?;
        let mut g = Graph { index: HashMap::with_capacity(nodes.len()), ..Graph::default() };
        // Of each event its last position on the chain is free while no child has taken it.
        let mut taken: Vec<bool> = Vec::with_capacity(nodes.len());
        let mut is_parent: Vec<bool> = Vec::with_capacity(nodes.len());
        for node in order {
            let parents: Vec<u32> = node.parents.iter().filter_map(|p| g.index.get(p).copied()).collect();
            let time = time_of(node.at, parents.iter().map(|p| g.times[*p as usize]));
            let before = parents.iter().copied().filter(|p| !taken[*p as usize]).max_by_key(|p| g.place[*p as usize].1);
            let place = match before {
                Some(p) => {
                    taken[p as usize] = true;
                    (g.place[p as usize].0, g.place[p as usize].1 + 1)
                }
                None => {
                    g.doors.push(Vec::new());
                    (g.doors.len() as u32 - 1, 0)
                }
            };
            for p in &parents {
                is_parent[*p as usize] = true;
            }
            let others: Vec<u32> = parents.into_iter().filter(|p| Some(*p) != before).collect();
            if !others.is_empty() {
                g.doors[place.0 as usize].push((place.1, others));
            }
            g.index.insert(node.id, g.ids.len() as u32);
            g.ids.push(node.id);
            g.times.push(time);
            g.place.push(place);
            taken.push(false);
            is_parent.push(false);
        }
        g.heads = g.ids.iter().zip(&is_parent).filter(|(_, is)| !**is).map(|(id, _)| *id).collect();
        g.heads.sort();
        Ok(g)
    }

    /// The time of an event; `None` where it is not here.
    pub fn time(&self, id: EventId) -> Option<Moment> {
        self.index.get(&id).map(|i| self.times[*i as usize])
    }

    /// Events that no other names: the parents of what is written next, sorted.
    pub fn heads(&self) -> &[EventId] {
        &self.heads
    }

    /// Every event, parents first.
    pub fn ids(&self) -> &[EventId] {
        &self.ids
    }

    /// Whether `a` is among the ancestors of `b`: whoever wrote `b` had `a` before them. No event is its own ancestor.
    pub fn is_ancestor(&self, a: EventId, b: EventId) -> bool {
        let (Some(&a), Some(&b)) = (self.index.get(&a), self.index.get(&b)) else { return false };
        let (chain, position) = self.place[a as usize];
        let since = self.times[a as usize];
        let mut seen: HashMap<u32, u32> = HashMap::new();
        let mut todo = vec![b];
        while let Some(event) = todo.pop() {
            // A parent's time is earlier, so nothing before `a` leads to it.
            if self.times[event as usize] <= since {
                if event == a && a != b {
                    return true;
                }
                continue;
            }
            let (on, at) = self.place[event as usize];
            if on == chain && at >= position {
                return true;
            }
            let done = seen.insert(on, at).map_or(-1, i64::from);
            if done >= i64::from(at) {
                seen.insert(on, done as u32);
                continue;
            }
            let doors = &self.doors[on as usize];
            let end = doors.partition_point(|(p, _)| *p <= at);
            for (p, parents) in doors[..end].iter().rev() {
                if i64::from(*p) <= done {
                    break;
                }
                todo.extend(parents.iter().filter(|p| self.times[**p as usize] >= since));
            }
        }
        false
    }
}

/// The nodes in an order in which each comes after its parents.
fn parents_first(nodes: &[Node]) -> Result<Vec<&Node>, NoGraph> {
    let index: HashMap<EventId, usize> = nodes.iter().enumerate().map(|(i, n)| (n.id, i)).collect();
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    let mut waits: Vec<usize> = vec![0; nodes.len()];
    for (i, node) in nodes.iter().enumerate().filter(|(i, n)| index.get(&n.id) == Some(i)) {
        for parent in &node.parents {
            let p = *index.get(parent).ok_or(NoGraph::ParentMissing { event: node.id, parent: *parent })?;
            children[p].push(i);
            waits[i] += 1;
        }
    }
    let first = |i: &usize| index.get(&nodes[*i].id) == Some(i);
    let mut ready: Vec<usize> = (0..nodes.len()).rev().filter(|i| waits[*i] == 0 && first(i)).collect();
    let mut order = Vec::with_capacity(nodes.len());
    while let Some(i) = ready.pop() {
        order.push(&nodes[i]);
        for c in &children[i] {
            waits[*c] -= 1;
            if waits[*c] == 0 {
                ready.push(*c);
            }
        }
    }
    match nodes.iter().enumerate().find(|(i, _)| waits[*i] > 0) {
        Some((_, node)) => Err(NoGraph::Circle(node.id)),
        None => Ok(order),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn id(n: usize) -> EventId {
        EventId::of(n.to_string().as_bytes())
    }

    /// A graph of events, each with up to three parents among those before it, and clocks that say anything.
    fn logs() -> impl Strategy<Value = Vec<Node>> {
        prop::collection::vec((prop::collection::vec(0_usize..1000, 0..3), 0_i64..50), 1..60).prop_map(|raw| {
            raw.iter()
                .enumerate()
                .map(|(i, (parents, at))| {
                    let parents: BTreeSet<EventId> = parents.iter().filter(|_| i > 0).map(|p| id(p % i)).collect();
                    Node { id: id(i), parents: parents.into_iter().collect(), at: Moment::from_millis(*at) }
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn ancestors_are_those_that_a_walk_over_all_parents_finds(nodes in logs(), turn in any::<bool>()) {
            let mut given = nodes.clone();
            if turn {
                given.reverse();
            }
            let graph = Graph::new(&given).unwrap();
            let mut above: Vec<BTreeSet<EventId>> = Vec::new();
            for node in &nodes {
                let mut all: BTreeSet<EventId> = node.parents.iter().copied().collect();
                for (i, up) in above.iter().enumerate() {
                    if node.parents.contains(&id(i)) {
                        all.extend(up);
                    }
                }
                above.push(all);
            }
            for (i, up) in above.iter().enumerate() {
                for j in 0..nodes.len() {
                    prop_assert_eq!(graph.is_ancestor(id(j), id(i)), up.contains(&id(j)), "{} of {}", j, i);
                }
                for parent in &nodes[i].parents {
                    prop_assert!(graph.time(*parent).unwrap() < graph.time(id(i)).unwrap());
                }
            }
            let named: BTreeSet<EventId> = nodes.iter().flat_map(|n| n.parents.clone()).collect();
            let heads: BTreeSet<EventId> = nodes.iter().map(|n| n.id).filter(|n| !named.contains(n)).collect();
            prop_assert_eq!(graph.heads().to_vec(), heads.into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn what_is_no_graph_is_refused() {
        let node = |i, p: &[usize]| Node {
            id: id(i),
            parents: p.iter().map(|p| id(*p)).collect(),
            at: Moment::from_millis(0),
        };
        assert_eq!(Graph::new(&[node(1, &[0])]).unwrap_err(), NoGraph::ParentMissing { event: id(1), parent: id(0) });
        assert!(matches!(Graph::new(&[node(0, &[1]), node(1, &[0])]), Err(NoGraph::Circle(_))));
        assert!(matches!(Graph::new(&[node(0, &[0])]), Err(NoGraph::Circle(_))));
        assert_eq!(Graph::new(&[node(0, &[]), node(0, &[])]).unwrap().ids().len(), 1);
    }
}

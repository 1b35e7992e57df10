//! Whatever is changed behind the program's back is found: each field of each kind of event, each column of each table.

use crate::common::Office;
use crate::invented::text;
use pursuant::model::event::{Change, Correction, Moment, Payload, Subject, Suggestion, When};
use pursuant::model::{Due, EventId, Force, Kind, Relation, Status};
use pursuant::store::{Author, Mode, NewEvent, Store};
use rusqlite::Connection;
use serde_json::Value;

/// A database with an event of every kind.
pub fn every_kind(office: &Office) -> Store {
    let one = office.file("one.txt", text(1));
    office.ok(&["load", &one]);
    office.ok(&["log", "75/276:8", "implemented", "--on", "2022-08-15", "--evidence", "A/77/277"]);
    let mut store = Store::open(&office.db(), Mode::Existing).unwrap();
    let mut lines = Vec::new();
    store.export(&mut lines).unwrap();
    let lines = String::from_utf8(lines).unwrap();
    let events: Vec<Value> = lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let status = events.iter().find(|e| e["is"]["kind"] == "status").unwrap();
    let subject: Subject = serde_json::from_value(status["is"]["subject"].clone()).unwrap();
    let whole = Subject { turn: None, ..subject.clone() };
    let loaded: EventId =
        events.iter().find(|e| e["is"]["kind"] == "load").unwrap()["event"].as_str().unwrap().parse().unwrap();
    let day = |s: &str| s.parse::<chrono::NaiveDate>().unwrap();
    let author = |n: i64| Author { by: "amara".into(), at: Moment::from_millis(1_795_512_600_000 + n), offset: 60 };
    let on = Some(day("2026-03-01"));
    let mut n = 0;
    let mut write = |on, subject: Option<&Subject>, payload: Payload| {
        n += 1;
        store.record(&author(n), vec![NewEvent { on, subject: subject.cloned(), payload }]).unwrap()[0]
    };
    let note = write(on, Some(&subject), Payload::Note { text: "seen".into() });
    write(on, Some(&subject), Payload::Assign { lead: Some("DPPA".into()), contributing: vec!["OCHA".into()] });
    write(on, Some(&subject), Payload::Schedule { date: Some(day("2027-01-01")) });
    write(
        on,
        Some(&subject),
        Payload::Defer {
            to: Due::Date(day("2027-06-30")),
            evidence: vec!["decision 77/565".into()],
            reason: Some("late".into()),
        },
    );
    let correction =
        Correction { kind: Some(Change { from: Kind::Report, to: Kind::Action }), ..Correction::default() };
    write(None, Some(&whole), Payload::Correct(correction));
    let deadline = When { due: Due::Date(day("2027-06-30")), relation: Relation::By, also: vec![] };
    let mut other = whole.clone();
    other.clause.key.verb.word = "encourages".into();
    write(
        None,
        Some(&other),
        Payload::Add {
            verb: "encourages".into(),
            force: Force::Request,
            addressees: vec!["Member States".into()],
            kind: Kind::Action,
            deadline: Some(deadline),
            recurrence: None,
            recipient: Some("General Assembly".into()),
            self_executing: None,
        },
    );
    write(None, Some(&other), Payload::Dismiss { reason: Some("only cites".into()) });
    write(None, None, Payload::Same { pairs: vec![] });
    write(None, None, Payload::Retract { target: note, whole: false, reason: Some("wrong one".into()) });
    write(
        None,
        None,
        Payload::Session {
            body: pursuant::model::Body::parse("GA"),
            session: 77,
            part: None,
            opens: day("2022-09-13"),
            closes: day("2023-09-05"),
        },
    );
    write(None, None, Payload::Since { date: day("2024-01-01"), symbols: vec![whole.clause.key.symbol.clone()] });
    let draft = "A/75/L.78".parse().unwrap();
    write(None, None, Payload::Adopt { draft, resolution: whole.clause.key.symbol.clone(), pairs: vec![] });
    let suggestion = |s: &str| Suggestion {
        hash: EventId::of(s.as_bytes()),
        relation: "answers".into(),
        document: "A/77/277".into(),
    };
    write(None, Some(&whole), Payload::Accept { suggestion: suggestion("a") });
    write(None, Some(&whole), Payload::Reject { suggestion: suggestion("b"), reason: Some("another".into()) });
    write(
        on,
        Some(&subject),
        Payload::Status { status: Status::InProgress, closes: false, reason: None, actor: Some("Armenia".into()) },
    );
    assert!(store.verify(true, &mut |_, _| {}).unwrap().sound());
    assert!(store.heads().unwrap().len() == 1 && store.lacking(&[loaded], &[]).unwrap().0.is_empty());
    store
}

/// Every change of one value inside a JSON value.
fn changed(value: &Value) -> Vec<Value> {
    match value {
        Value::Null => vec![Value::from("x")],
        Value::Bool(b) => vec![Value::from(!b)],
        Value::Number(n) => vec![Value::from(n.as_i64().unwrap() + 1)],
        Value::String(s) => {
            // A digit of a hash or a day, else a letter.
            let mut other: Vec<char> = s.chars().collect();
            match other.last_mut() {
                Some(c) => {
                    *c = if *c == '1' {
                        '2'
                    } else if c.is_ascii_digit() {
                        '1'
                    } else if *c == 'a' {
                        'b'
                    } else {
                        'a'
                    }
                }
                None => other.push('x'),
            }
            vec![Value::from(other.into_iter().collect::<String>()), Value::Null]
        }
        Value::Array(a) => {
            let mut all: Vec<Value> = (0..a.len())
                .flat_map(|i| changed(&a[i]).into_iter().map(move |v| (i, v)))
                .map(|(i, v)| {
                    let mut b = a.clone();
                    b[i] = v;
                    Value::Array(b)
                })
                .collect();
            let mut longer = a.clone();
            longer.push(Value::from("x"));
            all.push(Value::Array(longer));
            all
        }
        Value::Object(o) => {
            let mut all = Vec::new();
            for (k, v) in o {
                for other in changed(v) {
                    let mut b = o.clone();
                    b.insert(k.clone(), other);
                    all.push(Value::Object(b));
                }
                let mut b = o.clone();
                b.remove(k);
                all.push(Value::Object(b));
            }
            all
        }
    }
}

/// Runs SQL as somebody with any SQLite client would, who takes the triggers away and puts them back.
fn behind_the_back(conn: &Connection, run: &dyn Fn(&Connection)) {
    let triggers: Vec<(String, String)> = conn
        .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap();
    for (name, _) in &triggers {
        conn.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    run(conn);
    for (_, sql) in &triggers {
        conn.execute_batch(sql).unwrap();
    }
}

#[test]
fn each_changed_field_of_each_kind_of_event_is_found() {
    let office = Office::with_sample();
    let store = every_kind(&office);
    let conn = Connection::open(office.db()).unwrap();
    conn.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF;").unwrap();
    let events: Vec<(i64, String, String, String)> = conn
        .prepare("SELECT seq, id, bytes, kind FROM event ORDER BY seq")
        .unwrap()
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap();
    let kinds: std::collections::BTreeSet<&str> = events.iter().map(|e| e.3.as_str()).collect();
    assert_eq!(kinds.len(), 17, "{kinds:?}");
    let set = |seq: i64, id: &str, bytes: &str| {
        behind_the_back(&conn, &|c| {
            c.execute("UPDATE event SET id = ?2, bytes = ?3 WHERE seq = ?1", rusqlite::params![seq, id, bytes])
                .unwrap();
        });
    };
    let mut mutations = 0;
    for (at, (seq, id, bytes, kind)) in events.iter().enumerate() {
        let value: Value = serde_json::from_str(bytes).unwrap();
        for (i, other) in changed(&value).into_iter().enumerate() {
            let other = serde_json::to_string(&other).unwrap();
            if other == *bytes {
                continue;
            }
            set(*seq, id, &other);
            assert!(!store.verify(false, &mut |_, _| {}).unwrap().sound(), "{kind}: {other}");
            mutations += 1;
            // With its hash made again: its children miss it, or what is derived does.
            if i % 4 == 0 {
                set(*seq, &EventId::of(other.as_bytes()).to_string(), &other);
                assert!(!store.verify(false, &mut |_, _| {}).unwrap().sound(), "{kind} with a new hash: {other}");
                mutations += 1;
            }
        }
        set(*seq, id, bytes);
        // Deleted: anywhere but at the end its children say so; there, what was derived of it.
        behind_the_back(&conn, &|c| {
            c.execute("DELETE FROM event WHERE seq = ?1", [seq]).unwrap();
        });
        assert!(!store.verify(false, &mut |_, _| {}).unwrap().sound(), "{kind} deleted");
        mutations += 1;
        conn.execute("INSERT INTO event (seq, id, bytes) VALUES (?1, ?2, ?3)", rusqlite::params![seq, id, bytes])
            .unwrap();
        assert!(store.verify(at == 0, &mut |_, _| {}).unwrap().sound(), "{kind} put back");
    }
    crate::report(&format!("{mutations} mutations of {} events of {} kinds, all found", events.len(), kinds.len()));
}

#[test]
fn each_changed_column_of_each_table_is_found() {
    let office = Office::with_sample();
    let store = every_kind(&office);
    let conn = Connection::open(office.db()).unwrap();
    conn.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; PRAGMA synchronous = OFF;")
        .unwrap();
    let tables: Vec<String> = conn
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'paragraph_search%' AND name <> 'event'")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap();
    let (mut found, mut deep_only, mut missed) = (0, Vec::new(), Vec::new());
    for table in &tables {
        let columns: Vec<(String, bool)> = conn
            .prepare(&format!("SELECT name, pk > 0 FROM pragma_table_info('{table}')"))
            .unwrap()
            .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))
            .unwrap()
            .collect::<rusqlite::Result<_>>()
            .unwrap();
        // Row numbers mean nothing; which rules read a text is what `reread` goes by.
        let skip = |c: &str, pk: bool| {
            (c == "id" && pk && table != "head") || table == "made_by" || (table == "resolution" && c == "rules")
        };
        for (column, _) in columns.iter().filter(|(c, pk)| !skip(c, *pk)) {
            let bare: bool =
                conn.query_row("SELECT wr FROM pragma_table_list WHERE name = ?1", [table], |r| r.get(0)).unwrap();
            let rowid = (!bare).then_some("rowid");
            let condition = match rowid {
                Some(r) => format!("{r} = (SELECT min({r}) FROM {table})"),
                None => format!("(\"{column}\") = (SELECT min(\"{column}\") FROM {table})"),
            };
            let sql = format!(
                "UPDATE {table} SET \"{column}\" = CASE typeof(\"{column}\") WHEN 'integer' THEN \"{column}\" + 1000003 WHEN 'null' THEN (SELECT CASE type WHEN 'INTEGER' THEN 1 ELSE 'x' END FROM pragma_table_info('{table}') WHERE name = '{column}') ELSE \"{column}\" || 'x' END WHERE {condition}"
            );
            conn.execute_batch("SAVEPOINT s").unwrap();
            let n = std::cell::Cell::new(0);
            behind_the_back(&conn, &|c| n.set(c.execute(&sql, []).unwrap_or_else(|e| panic!("{sql}: {e}"))));
            conn.execute_batch("RELEASE s").unwrap();
            let what = format!("{table}.{column}");
            if n.get() > 0 {
                if !store.verify(false, &mut |_, _| {}).unwrap().sound() {
                    found += 1;
                } else if !store.verify(true, &mut |_, _| {}).unwrap().sound() {
                    deep_only.push(what.clone());
                } else {
                    missed.push(what.clone());
                }
            }
            if table == "text" {
                // Not derived: put back as it was.
                let undo = format!(
                    "UPDATE text SET \"{column}\" = CASE typeof(\"{column}\") WHEN 'integer' THEN \"{column}\" - 1000003 ELSE substr(\"{column}\", 1, length(\"{column}\") - 1) END WHERE {condition}"
                );
                behind_the_back(&conn, &|c| {
                    c.execute(&undo, []).unwrap();
                });
            }
            let mut again = Store::open_as_it_is(&office.db()).unwrap();
            again.rebuild(&mut |_, _| {}).unwrap();
            assert!(store.verify(false, &mut |_, _| {}).unwrap().sound(), "{what} repaired");
        }
    }
    crate::report(&format!(
        "{found} changed columns found at once, {} only by --deep: {}",
        deep_only.len(),
        deep_only.join(", ")
    ));
    assert!(missed.is_empty(), "not found: {missed:?}");
}

#[test]
fn a_log_that_was_rewritten_or_cut_is_found_against_what_was_noted() {
    let office = Office::with_sample();
    office.ok(&["note", "75/276:8", "one"]);
    let heads = office.ok(&["verify", "--heads"]);
    let noted = office.file("heads.txt", &heads);
    let backup = office.folder().join("backup.db").display().to_string();
    office.ok(&["backup", &backup]);
    let export = office.folder().join("all.jsonl").display().to_string();
    office.ok(&["export", &export]);
    office.ok(&["note", "75/276:8", "two"]);
    for file in [&noted, &backup, &export] {
        office.ok(&["verify", "--against", file]);
    }
    // Cut at its end with every trace of it, and everything derived made again: in itself in order.
    let conn = Connection::open(office.db()).unwrap();
    conn.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    behind_the_back(&conn, &|c| {
        c.execute_batch(
            "DELETE FROM event WHERE kind = 'note';
             DELETE FROM entry WHERE seq NOT IN (SELECT seq FROM event);
             DELETE FROM head WHERE id NOT IN (SELECT id FROM event)",
        )
        .unwrap();
    });
    office.ok(&["verify", "--repair"]);
    office.ok(&["verify", "--deep"]);
    for file in [&noted, &backup, &export] {
        let said = office.run(&["verify", "--against", file]);
        assert!(said.contains("exit status 1") && said.contains("and not here"), "{said}");
        assert!(said.contains(heads.trim()), "{said}");
    }
}

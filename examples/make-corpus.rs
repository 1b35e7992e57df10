//! Writes as many invented resolutions as asked for, so that the program can be tried on more text than anybody has at hand.
//!
//! ```console
//! $ cargo run --release --example make-corpus -- 80000 --seed 1 --out /tmp/corpus
//! $ pursuant --db /tmp/all.db load /tmp/corpus
//! ```
//!
//! From a grammar and a seed: the same number and seed give the same bytes. The texts are ours; only their form is that of
//! resolutions: XML as the Secretariat publishes it, one folder a year from 1946 on, four organs, titles that return year by
//! year, a dozen requests each with addressees, deadlines and recurrences of every kind.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const FIRST_YEAR: usize = 1946;
const LAST_YEAR: usize = 2025;

const THINGS: &str = "harbours | lighthouses | river deltas | mountain passes | village libraries | seed stores | \
     weather stations | ferry services | salt marshes | rural clinics | wells and cisterns | school kitchens | \
     footbridges | coral reefs | grain markets | fishing fleets | canal locks | land registers | tree nurseries | \
     radio services | dry rivers | museums | night trains | postal routes";
const OF: &str = "of small islands | in landlocked countries | of the northern coasts | in times of drought | \
     of older persons | after storms | of remote provinces | in shared basins | for young people | \
     of the southern plains | in border regions | of nomadic peoples | under reconstruction | in growing cities | \
     of the great lakes | in cold climates | of fishing communities | affected by sand | of the archipelagos | \
     in high valleys";
const ASPECTS: &str = "Protection | Financing | Safety | Restoration | Common use | Survey | Statistics | Management | History | \
     Insurance | Future | Inspection | Training for the upkeep | Cooperation in the upkeep | Regional networks | \
     Standards";
const ASKED: &str = "the Secretary-General | the Secretary-General | the Secretary-General | the Secretary-General | \
     Member States | Member States | all States | Governments | the specialized agencies | \
     the United Nations Development Programme | the Economic and Social Council | \
     the President of the General Assembly | the United Nations Environment Programme | \
     the World Health Organization | the Statistical Commission | the regional commissions | \
     the international financial institutions | the Committee on Conferences | \
     Member States and the private sector | the Secretary-General and the Economic Commission for Africa | \
     the United Nations High Commissioner for Human Rights | developed countries";
const VERBS: &str = "Requests | Requests | Requests | Requests | Invites | Invites | Encourages | Urges | Calls upon | \
     Also requests | Further requests | Reiterates its request to";
const ACTS: &str = "to share the results of its surveys of | to strengthen the protection of | to mobilize resources for | \
     to consider further measures for | to support national plans for | to exchange experience in the upkeep of | \
     to keep under review the situation of | to provide technical assistance for | to train inspectors for | \
     to prepare guidelines on | to contribute generously to the fund for | to establish a register of | \
     to adopt legislation on | to convene a meeting of experts on | to include indicators on | \
     to pay due attention to | to remove obstacles to the use of | to restore without delay | \
     to facilitate access to | to make adequate provision for";
const REASONS: &str = "Deeply concerned about the silting of | Recognizing the contribution of neighbouring peoples to | \
     Convinced that the young should learn about | Bearing in mind the cost of the upkeep of | \
     Noting with satisfaction the progress made with regard to | Emphasizing the need for careful study of | \
     Aware that many years will pass before the completion of work on | Mindful of the part that women have in | \
     Reaffirming the right of all to the enjoyment of | Stressing that warmer seas endanger | \
     Welcoming the conference that was held on | Alarmed at the number of accidents in connection with | \
     Considering that early warnings have saved | Having examined the reports that were received on";
const MONTHS: &str =
    "January | February | March | April | May | June | July | August | September | October | November | December";

/// Numbers that follow from a seed (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    fn of(&mut self, all: &'static str) -> &'static str {
        let n = all.split(" | ").count();
        word(all, self.below(n))
    }
}

/// One of a list of words, from its beginning again behind its end.
fn word(all: &'static str, nth: usize) -> &'static str {
    let n = all.split(" | ").count();
    all.split(" | ").nth(nth % n).unwrap_or_default().trim()
}

/// `forty-second`.
fn ordinal(n: usize) -> String {
    const ONES: [&str; 20] = [
        "",
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
    ];
    const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    match (n / 100, n % 100) {
        (0, rest) if rest < 20 => ONES[rest].to_owned(),
        (0, rest) if rest % 10 == 0 => format!("{}ieth", TENS[rest / 10].trim_end_matches('y')),
        (0, rest) => format!("{}-{}", TENS[rest / 10], ONES[rest % 10]),
        (hundreds, 0) => format!("{}hundredth", ["", "one ", "two "][hundreds.min(2)]),
        (_, rest) => format!("one hundred and {}", ordinal(rest)),
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Organ {
    Assembly,
    Council,
    Social,
    Rights,
}

/// One resolution before it is written.
struct Text {
    organ: Organ,
    year: usize,
    month: usize,
    day: usize,
    session: usize,
    number: usize,
    title: String,
    topic: String,
}

impl Text {
    /// The `slot`th text of a year: the same slot has the same subject every year.
    fn new(year: usize, slot: usize, chance: &mut Chance, council: &mut usize) -> Text {
        let (things, of) = (THINGS.split(" | ").count(), OF.split(" | ").count());
        let aspect = word(ASPECTS, slot / (things * of));
        let topic = format!("{} {}", word(THINGS, slot), word(OF, slot / things));
        // A subject stays with its organ.
        let organ = match slot % 10 {
            0 => Organ::Council,
            1 => Organ::Social,
            2 if year > 2006 => Organ::Rights,
            _ => Organ::Assembly,
        };
        let resumed = organ == Organ::Assembly && slot.is_multiple_of(7) && year > FIRST_YEAR;
        let (session, month) = match organ {
            Organ::Assembly if resumed => (year - 1946, 1 + chance.below(8)),
            Organ::Assembly => (year - 1945, 10 + chance.below(3)),
            Organ::Rights => ((year - 2006) * 3, [3, 6, 9][chance.below(3)]),
            _ => (year, 1 + chance.below(12)),
        };
        let session =
            if organ == Organ::Rights { session + [0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2][month] } else { session };
        *council += usize::from(organ == Organ::Council);
        let number = if organ == Organ::Council { *council } else { slot + 1 };
        // What is adopted when the session is resumed has numbers of its own.
        let number = if resumed { number + 5000 } else { number };
        let title = format!("{aspect} of {topic}");
        Text { organ, year, month, day: 1 + chance.below(28), session: session.max(1), number, title, topic }
    }

    fn symbol(&self) -> String {
        match self.organ {
            Organ::Assembly => format!("A/RES/{}/{}", self.session, self.number),
            Organ::Council => format!("S/RES/{} ({})", self.number, self.year),
            Organ::Social => format!("E/RES/{}/{}", self.year, self.number),
            Organ::Rights => format!("A/HRC/RES/{}/{}", self.session, self.number),
        }
    }

    fn body(&self) -> &'static str {
        match self.organ {
            Organ::Assembly => "The General Assembly",
            Organ::Council => "The Security Council",
            Organ::Social => "The Economic and Social Council",
            Organ::Rights => "The Human Rights Council",
        }
    }

    /// `at its forty-second session`, or what the organ has instead, `ahead` turns later.
    fn when(&self, ahead: usize) -> String {
        match self.organ {
            Organ::Assembly | Organ::Rights => format!("at its {} session", ordinal(self.session + ahead)),
            Organ::Social => format!("at its {} session", self.year + ahead),
            Organ::Council => format!("by {} {} {}", self.day, word(MONTHS, self.month + 5), self.year + ahead),
        }
    }

    fn receiver(&self) -> &'static str {
        match self.organ {
            Organ::Assembly => "the General Assembly",
            Organ::Council => "the Security Council",
            Organ::Social => "the Council",
            Organ::Rights => "the Human Rights Council",
        }
    }

    /// One operative paragraph: its verb, the rest, and lettered parts.
    fn paragraph(&self, nth: usize, chance: &mut Chance) -> (&'static str, String, Vec<String>) {
        let topic = &self.topic;
        let verb = chance.of(VERBS);
        let who = chance.of(ASKED);
        let ahead = 1 + chance.below(3);
        match (nth, chance.below(104)) {
            (0, _) => ("Takes note", format!("of the report of the Secretary-General on {topic};"), Vec::new()),
            (_, 0..=3) => (
                "Decides",
                format!(
                    "to include in the provisional agenda of its {} session the item entitled “{}”;",
                    ordinal(self.session + ahead),
                    self.title
                ),
                Vec::new(),
            ),
            (_, 4..=19) => (
                "Requests",
                format!(
                    "the Secretary-General to submit to {}, {}, a report on the implementation of the present resolution with regard to {topic};",
                    self.receiver(),
                    self.when(ahead)
                ),
                Vec::new(),
            ),
            (_, 20) => (
                "Requests",
                format!(
                    "the Secretary-General to report to {} every two years, beginning {}, on {topic};",
                    self.receiver(),
                    self.when(1)
                ),
                Vec::new(),
            ),
            (_, 21..=22) => (
                "Also requests",
                format!("the Secretary-General to report annually to {} on the state of {topic};", self.receiver()),
                Vec::new(),
            ),
            (_, 23..=34) => (
                verb,
                format!(
                    "{who}, by {} {} {}, {} {topic};",
                    1 + chance.below(28),
                    chance.of(MONTHS),
                    self.year + ahead,
                    chance.of(ACTS)
                ),
                Vec::new(),
            ),
            (_, 35..=38) => (
                verb,
                format!(
                    "{who}, within {} days of the adoption of the present resolution, {} {topic};",
                    30 * ahead,
                    chance.of(ACTS)
                ),
                Vec::new(),
            ),
            (_, 39..=42) => (
                "Decides",
                format!(
                    "to extend the mandate of the mission for {topic} until {} {} {};",
                    self.day,
                    word(MONTHS, self.month - 1),
                    self.year + 1
                ),
                Vec::new(),
            ),
            (_, 43..=50) => {
                let parts = (0..2)
                    .map(|i| format!("{} {topic}{}", capital(chance.of(ACTS)), if i == 0 { "; and" } else { ";" }))
                    .collect();
                (verb, format!("{who}:"), parts)
            }
            (_, 51..=66) => (
                ["Reaffirms", "Recognizes", "Notes with appreciation", "Stresses"][ahead],
                format!(
                    "the importance of {topic} for the peoples concerned, and the principles that were set out in its earlier resolutions;"
                ),
                Vec::new(),
            ),
            _ => (
                verb,
                format!(
                    "{who} {} {topic}, and in doing so to pay attention to the needs of {};",
                    chance.of(ACTS),
                    chance.of(OF).split_once(' ').map_or("all", |(_, rest)| rest)
                ),
                Vec::new(),
            ),
        }
    }

    fn xml(&self, chance: &mut Chance) -> String {
        let mut out = String::with_capacity(16_000);
        let symbol = self.symbol();
        let adopted = format!("{}-{:02}-{:02}", self.year, self.month, self.day);
        let printed = format!("{} {} {}", self.day, word(MONTHS, self.month - 1), self.year);
        let body = self.body();
        let title = &self.title;
        let organ = body.trim_start_matches("The ");
        let session = match self.organ {
            Organ::Assembly | Organ::Rights => format!(
                "<p><session value=\"{}\">{} session</session></p>",
                self.session,
                capital(&ordinal(self.session))
            ),
            Organ::Social => format!("<p><session value=\"{0}\">{0} session</session></p>", self.year),
            Organ::Council => String::new(),
        };
        let _ = write!(
            out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<akomaNtoso xmlns=\"http://docs.oasis-open.org/legaldocml/ns/akn/3.0\">\n<statement name=\"resolution\">\n<meta><identification source=\"#invented\"><FRBRWork><FRBRdate date=\"{adopted}\" name=\"adoption\"/></FRBRWork><FRBRExpression><FRBRlanguage language=\"eng\"/></FRBRExpression></identification></meta>\n<coverPage><p>United Nations</p><p><docNumber refersTo=\"#symbol\">{symbol}</docNumber></p><p><docAuthority refersTo=\"#issuingBody\">{organ}</docAuthority></p><p><docDate date=\"{adopted}\" refersTo=\"#dateOfIssuance\">{printed}</docDate></p>{session}<p><inline name=\"agenda item\">Agenda item {}</inline></p><p><docTitle>Resolution adopted by {} on {printed}</docTitle></p></coverPage>\n",
            1 + self.number % 180,
            body.replacen("The", "the", 1)
        );
        let _ = write!(
            out,
            "<preface><p><docTitle>{title}</docTitle></p></preface>\n<preamble><formula name=\"enactingFormula\"><p>{body},</p></formula>\n"
        );
        for i in 0..18 {
            let reason = chance.of(REASONS);
            let (verb, rest) = reason.split_once(' ').unwrap_or((reason, ""));
            let note = if i == 2 {
                "<authorialNote marker=\"1\" placement=\"bottom\"><p>See the records of the meetings of that year.</p></authorialNote>"
            } else {
                ""
            };
            let _ = writeln!(
                out,
                "<container name=\"recital\"><p><span class=\"italic\">{verb}</span> {rest} {}, and recalling what the peoples of \
                 those regions and their neighbours have said of it in the years past, in meetings, in letters and in the {} \
                 that they put before the {} conference on the subject, with a view to {} that every generation can keep and \
                 every ministry can pay for,{note}</p></container>",
                self.topic,
                chance.of("requests | drawings | accounts | petitions | maps"),
                ordinal(1 + chance.below(40)),
                chance.of("arrangements | buildings | rules | promises | works"),
            );
        }
        out.push_str("</preamble>\n<mainBody>\n");
        let last = 13 + chance.below(3);
        for nth in 0..last {
            let (verb, rest, parts) = self.paragraph(nth, chance);
            let _ = writeln!(
                out,
                "<paragraph><num>{}.</num><content><p><span class=\"italic\">{verb}</span> {rest}</p></content></paragraph>",
                nth + 1
            );
            for (i, part) in parts.iter().enumerate() {
                let _ = writeln!(
                    out,
                    "<paragraph><num>({})</num><content><p>{part}</p></content></paragraph>",
                    char::from(b'a' + i as u8)
                );
            }
        }
        let _ = write!(
            out,
            "<paragraph><num>{}.</num><content><p><span class=\"italic\">Decides</span> to remain seized of the matter.</p></content></paragraph>\n</mainBody>\n<conclusions><p>{printed}</p></conclusions>\n</statement>\n</akomaNtoso>\n",
            last + 1
        );
        out
    }
}

fn capital(s: &str) -> String {
    let mut chars = s.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

fn write_all(n: usize, seed: u64, out: &Path) -> std::io::Result<()> {
    let years = LAST_YEAR - FIRST_YEAR + 1;
    let mut council = 0;
    for year in FIRST_YEAR..=LAST_YEAR {
        // As many a year as it takes, the remainder in the last ones.
        let i = year - FIRST_YEAR;
        let count = n * (i + 1) / years - n * i / years;
        if count == 0 {
            continue;
        }
        let folder = out.join(year.to_string());
        std::fs::create_dir_all(&folder)?;
        for slot in 0..count {
            let mut chance = Chance(seed ^ ((year as u64) << 32) ^ slot as u64);
            let text = Text::new(year, slot, &mut chance, &mut council);
            let name = text.symbol().replace(['/', ' '], "_").replace(['(', ')'], "");
            std::fs::write(folder.join(format!("{name}.xml")), text.xml(&mut chance))?;
        }
    }
    Ok(())
}

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let (mut n, mut seed, mut out) = (None, Some(1), PathBuf::from("made-corpus"));
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--seed" => seed = args.next().and_then(|s| s.parse().ok()),
            "--out" => out = args.next().map(PathBuf::from).unwrap_or_default(),
            number => n = number.parse().ok(),
        }
    }
    let (Some(n), Some(seed)) = (n, seed) else {
        let _ = writeln!(std::io::stderr(), "usage: make-corpus N [--seed S] [--out DIR]");
        return ExitCode::from(2);
    };
    match write_all(n, seed, &out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            let _ = writeln!(std::io::stderr(), "error: {}: {e}", out.display());
            ExitCode::FAILURE
        }
    }
}

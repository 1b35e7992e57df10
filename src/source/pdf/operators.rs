//! The interpreter of content streams: what the text operators put where. Colours, pictures and clipping are passed over.

use super::damage;
use super::fonts::{BOLD, Font, ITALIC};
use super::lexer::{Lexer, Token};
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::HashMap;
use std::rc::Rc;

/// Bytes of content, of one page with its forms and of all pages together, once decompressed.
const PAGE_BYTES: usize = 32 << 20;
const ALL_BYTES: usize = 128 << 20;
/// Characters of one page.
const GLYPHS: usize = 60_000;
/// Forms inside forms, and forms drawn on one page.
const FORM_DEPTH: usize = 10;
const FORMS: usize = 2_000;
/// Operands of one operator; saved states.
const OPERANDS: usize = 20_000;
const STATES: usize = 512;

/// A character on a page; coordinates in points, from the lower left corner.
#[derive(Debug, Clone, Copy)]
pub(super) struct Glyph {
    pub x0: f32,
    pub x1: f32,
    /// Baseline.
    pub y: f32,
    pub size: f32,
    pub c: char,
    /// [`ITALIC`] and [`BOLD`].
    pub style: u8,
}

/// A thin horizontal line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    pub x0: f32,
    pub x1: f32,
    pub y: f32,
}

/// What a page holds, in the order of its content.
#[derive(Default)]
pub(super) struct Canvas {
    pub glyphs: Vec<Glyph>,
    pub rules: Vec<Rule>,
    /// A picture was drawn.
    pub images: bool,
    /// A part of its content is missing or damaged.
    pub damaged: bool,
}

type Matrix = [f32; 6];
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// `a` applied first, then `b`.
fn times(a: &Matrix, b: &Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

fn map(m: &Matrix, x: f32, y: f32) -> (f32, f32) {
    (x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5])
}

#[derive(Clone)]
struct State {
    ctm: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    char_space: f32,
    word_space: f32,
    /// Horizontal scaling, 1 for 100 %.
    stretch: f32,
    leading: f32,
    rise: f32,
    mode: i32,
}

/// Reads the pages of one document; keeps its fonts.
pub(super) struct Interpreter<'a> {
    doc: &'a Document,
    by_id: HashMap<ObjectId, Rc<Font>>,
    by_place: HashMap<usize, Rc<Font>>,
    budget: usize,
}

/// One page being read.
struct Painter<'a, 'p> {
    all: &'p mut Interpreter<'a>,
    canvas: Canvas,
    state: State,
    saved: Vec<State>,
    text: Matrix,
    line: Matrix,
    /// Lines and boxes of the path that is being built.
    path: Vec<Rule>,
    point: (f32, f32),
    /// Marked content with its replacement text: where it began, and the text.
    marked: Vec<(usize, Option<String>)>,
    forms: usize,
    bytes: usize,
}

impl<'a> Interpreter<'a> {
    pub(super) fn new(doc: &'a Document) -> Self {
        Interpreter { doc, by_id: HashMap::new(), by_place: HashMap::new(), budget: ALL_BYTES }
    }

    /// Reads a page; `base` turns its coordinates upright with the origin at the lower left.
    pub(super) fn page(&mut self, id: ObjectId, base: [f32; 6]) -> Result<Canvas, lopdf::Error> {
        let doc = self.doc;
        let (content, whole) = damage::content(doc, id, PAGE_BYTES.min(self.budget))?;
        self.budget = self.budget.saturating_sub(content.len());
        let (direct, ids) = doc.get_page_resources(id).unwrap_or_default();
        let resources: Vec<&Dictionary> =
            direct.into_iter().chain(ids.iter().filter_map(|&id| doc.get_dictionary(id).ok())).collect();
        let state = State {
            ctm: base,
            font: None,
            size: 1.0,
            char_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
        };
        let mut painter = Painter {
            all: self,
            canvas: Canvas { damaged: !whole, ..Canvas::default() },
            state,
            saved: Vec::new(),
            text: IDENTITY,
            line: IDENTITY,
            path: Vec::new(),
            point: (0.0, 0.0),
            marked: Vec::new(),
            forms: 0,
            bytes: PAGE_BYTES.saturating_sub(content.len()),
        };
        painter.run(&content, &resources, 0);
        Ok(painter.canvas)
    }

    /// The entry `name` of a category of the nearest resources that have it.
    fn resource(&self, resources: &[&'a Dictionary], category: &[u8], name: &[u8]) -> Option<&'a Object> {
        resources.iter().find_map(|r| {
            let (_, category) = self.doc.dereference(r.get(category).ok()?).ok()?;
            category.as_dict().ok()?.get(name).ok()
        })
    }

    fn font(&mut self, resources: &[&'a Dictionary], name: &[u8]) -> Option<Rc<Font>> {
        let entry = self.resource(resources, b"Font", name)?;
        let (id, object) = self.doc.dereference(entry).ok()?;
        let dict = object.as_dict().ok()?;
        let place = std::ptr::from_ref(dict) as usize;
        let known = match id {
            Some(id) => self.by_id.get(&id),
            None => self.by_place.get(&place),
        };
        if let Some(font) = known {
            return Some(font.clone());
        }
        let font = Rc::new(Font::read(self.doc, dict));
        match id {
            Some(id) => self.by_id.insert(id, font.clone()),
            None => self.by_place.insert(place, font.clone()),
        };
        Some(font)
    }
}

#[derive(Debug)]
enum Operand<'t> {
    Number(f32),
    Name(std::borrow::Cow<'t, [u8]>),
    Text(usize, usize),
}

fn numbers<const N: usize>(operands: &[Operand]) -> Option<[f32; N]> {
    let mut out = [0.0; N];
    let tail = operands.len().checked_sub(N)?;
    for (slot, operand) in out.iter_mut().zip(operands.get(tail..)?) {
        match operand {
            Operand::Number(n) if n.is_finite() => *slot = *n,
            _ => return None,
        }
    }
    Some(out)
}

impl<'a> Painter<'a, '_> {
    fn run(&mut self, content: &[u8], resources: &[&'a Dictionary], depth: usize) {
        let mut lexer = Lexer::new(content);
        let mut operands: Vec<Operand> = Vec::new();
        let floor = self.saved.len();
        while let Some(token) = lexer.token() {
            match token {
                Token::Number(n) if operands.len() < OPERANDS => operands.push(Operand::Number(n)),
                Token::Name(n) if operands.len() < OPERANDS => operands.push(Operand::Name(n)),
                Token::Text(a, b) if operands.len() < OPERANDS => operands.push(Operand::Text(a, b)),
                Token::Operator(b"BI") => {
                    lexer.skip_image();
                    self.canvas.images = true;
                    operands.clear();
                }
                Token::Operator(op) => {
                    self.operator(op, &operands, &lexer.strings, resources, depth, floor);
                    operands.clear();
                    lexer.forget();
                    if self.canvas.glyphs.len() > GLYPHS {
                        break;
                    }
                }
                _ => {}
            }
        }
        // What a form leaves open is closed with it.
        if self.saved.len() > floor
            && let Some(state) = self.saved.get(floor).cloned()
        {
            self.saved.truncate(floor);
            self.state = state;
        }
    }

    fn operator(
        &mut self,
        op: &[u8],
        operands: &[Operand],
        strings: &[u8],
        resources: &[&'a Dictionary],
        depth: usize,
        floor: usize,
    ) {
        let one = || numbers::<1>(operands).map(|[n]| n);
        match op {
            b"q" if self.saved.len() < STATES => self.saved.push(self.state.clone()),
            b"Q" if self.saved.len() > floor => {
                if let Some(state) = self.saved.pop() {
                    self.state = state;
                }
            }
            b"cm" => {
                if let Some(m) = numbers::<6>(operands) {
                    self.state.ctm = times(&m, &self.state.ctm);
                }
            }
            b"BT" => (self.text, self.line) = (IDENTITY, IDENTITY),
            b"Tf" => {
                if let [Operand::Name(name), Operand::Number(size)] = operands {
                    self.state.font = self.all.font(resources, name);
                    self.state.size = *size;
                }
            }
            b"Tc" => self.state.char_space = one().unwrap_or(0.0),
            b"Tw" => self.state.word_space = one().unwrap_or(0.0),
            b"Tz" => self.state.stretch = one().unwrap_or(100.0) / 100.0,
            b"TL" => self.state.leading = one().unwrap_or(0.0),
            b"Ts" => self.state.rise = one().unwrap_or(0.0),
            b"Tr" => self.state.mode = one().unwrap_or(0.0) as i32,
            b"Td" | b"TD" => {
                if let Some([x, y]) = numbers::<2>(operands) {
                    if op == b"TD" {
                        self.state.leading = -y;
                    }
                    self.next_line(x, y);
                }
            }
            b"Tm" => {
                if let Some(m) = numbers::<6>(operands) {
                    (self.text, self.line) = (m, m);
                }
            }
            b"T*" => self.next_line(0.0, -self.state.leading),
            b"'" | b"\"" => {
                if op == b"\""
                    && let [Operand::Number(word), Operand::Number(char), ..] = operands
                {
                    (self.state.word_space, self.state.char_space) = (*word, *char);
                }
                self.next_line(0.0, -self.state.leading);
                self.show(operands.get(operands.len().saturating_sub(1)..).unwrap_or_default(), strings);
            }
            b"Tj" | b"TJ" => self.show(operands, strings),
            b"Do" => {
                if let [Operand::Name(name), ..] = operands {
                    self.draw(name, resources, depth);
                }
            }
            b"BDC" => {
                let key = operands.iter().position(|o| matches!(o, Operand::Name(n) if n.as_ref() == b"ActualText"));
                let text = key.and_then(|i| operands.get(i + 1)).and_then(|o| match o {
                    Operand::Text(a, b) => strings.get(*a..*b).map(super::text_string),
                    _ => None,
                });
                self.mark(text);
            }
            b"BMC" => self.mark(None),
            b"EMC" => {
                if let Some((start, Some(text))) = self.marked.pop() {
                    self.replace(start, &text);
                }
            }
            b"re" => {
                if let Some([x, y, w, h]) = numbers::<4>(operands) {
                    self.edge((x, y), (x + w, y + h), true);
                }
            }
            b"m" | b"l" => {
                if let Some([x, y]) = numbers::<2>(operands) {
                    if op == b"l" {
                        self.edge(self.point, (x, y), false);
                    }
                    self.point = (x, y);
                }
            }
            b"f" | b"F" | b"f*" | b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*" => {
                if self.canvas.rules.len() < 2_000 {
                    self.canvas.rules.append(&mut self.path);
                }
                self.path.clear();
            }
            b"n" => self.path.clear(),
            _ => {}
        }
    }

    fn mark(&mut self, text: Option<String>) {
        if self.marked.len() < STATES {
            self.marked.push((self.canvas.glyphs.len(), text));
        }
    }

    /// Puts the replacement text over the place of the characters drawn since `start`.
    fn replace(&mut self, start: usize, text: &str) {
        let Some(drawn) = self.canvas.glyphs.get(start..) else { return };
        let Some(&first) = drawn.first() else { return };
        let end = drawn.iter().map(|g| g.x1).fold(first.x1, f32::max);
        // Over several lines the order of the drawing is better than a guess.
        if drawn.iter().any(|g| (g.y - first.y).abs() > first.size) {
            return;
        }
        self.canvas.glyphs.truncate(start);
        let step = (end - first.x0) / text.chars().count().max(1) as f32;
        for (i, c) in text.chars().enumerate().take(10_000) {
            let x0 = first.x0 + step * i as f32;
            self.canvas.glyphs.push(Glyph { x0, x1: x0 + step, c, ..first });
        }
    }

    /// Adds a line of the path, if it is a thin horizontal one.
    fn edge(&mut self, from: (f32, f32), to: (f32, f32), filled: bool) {
        let (ax, ay) = map(&self.state.ctm, from.0, from.1);
        let (bx, by) = map(&self.state.ctm, to.0, to.1);
        let thin = (ay - by).abs() <= if filled { 3.0 } else { 0.5 };
        if thin && (ax - bx).abs() > 2.0 && self.path.len() < 1_000 {
            self.path.push(Rule { x0: ax.min(bx), x1: ax.max(bx), y: (ay + by) / 2.0 });
        }
    }

    fn next_line(&mut self, x: f32, y: f32) {
        self.line = times(&[1.0, 0.0, 0.0, 1.0, x, y], &self.line);
        self.text = self.line;
    }

    fn show(&mut self, operands: &[Operand], strings: &[u8]) {
        let Some(font) = self.state.font.clone() else { return };
        let s = &self.state;
        let (size, stretch) = (s.size, s.stretch);
        let whole = times(&self.text, &s.ctm);
        let scale = whole[2].hypot(whole[3]);
        let height = (size * scale).abs();
        let right = size * whole[0];
        // Text that runs up, down or backwards is no part of the reading.
        let level = whole[1].abs() <= 0.1 * whole[0].abs() && right > 0.0 && height > 0.5 && height < 1000.0;
        let mut style = font.style;
        if whole[2].abs() > 0.12 * whole[3].abs() {
            style |= ITALIC;
        }
        if s.mode == 2 {
            style |= BOLD;
        }
        let mut along = 0.0f32;
        for operand in operands {
            match operand {
                Operand::Number(n) => along -= n / 1000.0 * size * stretch,
                Operand::Text(a, b) => {
                    let bytes = strings.get(*a..*b).unwrap_or_default();
                    let glyphs = &mut self.canvas.glyphs;
                    font.show(bytes, |text, width, blank| {
                        let wide = width * size * stretch;
                        if level && !font.barcode && glyphs.len() <= GLYPHS {
                            let (x0, y) = map(&whole, along, s.rise);
                            let x1 = x0 + wide * whole[0];
                            let count = text.chars().count().max(1) as f32;
                            for (i, c) in text.chars().enumerate() {
                                let step = (x1 - x0) / count;
                                let x0 = x0 + step * i as f32;
                                if x0.is_finite() && y.is_finite() && x0.abs() < 1e5 && y.abs() < 1e5 {
                                    glyphs.push(Glyph { x0, x1: x0 + step, y, size: height, c, style });
                                }
                            }
                        }
                        let gap = s.char_space + if blank { s.word_space } else { 0.0 };
                        along += wide + gap * stretch;
                    });
                }
                Operand::Name(_) => {}
            }
        }
        self.text = times(&[1.0, 0.0, 0.0, 1.0, along, 0.0], &self.text);
    }

    fn draw(&mut self, name: &[u8], resources: &[&'a Dictionary], depth: usize) {
        let doc = self.all.doc;
        let Some(Ok(stream)) = self
            .all
            .resource(resources, b"XObject", name)
            .and_then(|o| doc.dereference(o).ok())
            .map(|(_, o)| o.as_stream())
        else {
            return;
        };
        if stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n == b"Image") {
            self.canvas.images = true;
            return;
        }
        self.forms += 1;
        if depth >= FORM_DEPTH || self.forms > FORMS {
            return;
        }
        let limit = self.bytes.min(self.all.budget);
        let Ok(content) = stream.get_plain_content_with_limit(limit) else { return };
        self.bytes = self.bytes.saturating_sub(content.len());
        self.all.budget = self.all.budget.saturating_sub(content.len());
        let saved = (self.state.clone(), self.text, self.line);
        if let Ok((_, Object::Array(m))) = stream.dict.get(b"Matrix").and_then(|m| doc.dereference(m))
            && m.len() == 6
        {
            let mut matrix = IDENTITY;
            for (slot, o) in matrix.iter_mut().zip(m) {
                *slot = o.as_float().unwrap_or(*slot);
            }
            self.state.ctm = times(&matrix, &self.state.ctm);
        }
        let own = stream.dict.get(b"Resources").and_then(|r| doc.dereference(r)).and_then(|(_, r)| r.as_dict());
        let all: Vec<&Dictionary> = own.into_iter().chain(resources.iter().copied().take(FORM_DEPTH)).collect();
        self.run(&content, &all, depth + 1);
        (self.state, self.text, self.line) = saved;
    }
}

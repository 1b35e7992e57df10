//! Invented texts, and chance that is the same every time.

/// A small resolution that asks for three things.
pub fn text(n: usize) -> String {
    format!(
        "A/RES/75/{}\n\nResolution adopted by the General Assembly on 28 April 2021\n\n75/{}. Harbours of small islands ({n})\n\n\
         The General Assembly,\n\nRecalling its resolution 74/11 on the harbours of small islands,\n\n\
         1. Requests the Secretary-General to report to the General Assembly at its seventy-seventh session on harbour {n};\n\n\
         2. Invites Member States to contribute to the fund for harbour {n};\n\n\
         3. Decides to include in the provisional agenda of its seventy-seventh session the item entitled \"Harbours\".\n",
        900 + n,
        900 + n
    )
}

/// Its symbol.
pub fn symbol(n: usize) -> String {
    format!("A/RES/75/{}", 900 + n)
}

/// Numbers that follow from a seed.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11
    }

    /// Below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

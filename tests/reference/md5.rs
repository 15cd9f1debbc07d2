//! The MD5 of a text, from the description of the algorithm (RFC 1321), one step after the other.

const SHIFTS: [[u32; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];

/// The first four bytes of the digest, as the number that its first eight hexadecimal digits are.
pub fn first_eight_digits(text: &str) -> u32 {
    let mut message = text.as_bytes().to_vec();
    let bits = message.len() as u64 * 8;
    message.push(0x80);
    while message.len() % 64 != 56 {
        message.push(0);
    }
    message.extend_from_slice(&bits.to_le_bytes());
    let mut state: [u32; 4] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    for block in message.chunks(64) {
        let word = |index: usize| {
            let bytes = &block[index * 4..index * 4 + 4];
            u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
        };
        let [mut a, mut b, mut c, mut d] = state;
        for step in 0..64_usize {
            let (mixed, index) = match step / 16 {
                0 => ((b & c) | (!b & d), step),
                1 => ((d & b) | (!d & c), (5 * step + 1) % 16),
                2 => (b ^ c ^ d, (3 * step + 5) % 16),
                _ => (c ^ (b | !d), (7 * step) % 16),
            };
            let constant = (((step + 1) as f64).sin().abs() * 4_294_967_296.0) as u32;
            let sum = a.wrapping_add(mixed).wrapping_add(constant).wrapping_add(word(index));
            let turned = sum.rotate_left(SHIFTS[step / 16][step % 4]);
            (a, b, c, d) = (d, b.wrapping_add(turned), b, c);
        }
        for (part, add) in state.iter_mut().zip([a, b, c, d]) {
            *part = part.wrapping_add(add);
        }
    }
    state[0].swap_bytes()
}

#[test]
fn the_md5_of_known_texts() {
    assert_eq!(first_eight_digits(""), 0xd41d_8cd9);
    assert_eq!(first_eight_digits("abc"), 0x9001_5098);
    assert_eq!(first_eight_digits("message digest"), 0xf96b_697d);
    let long = "12345678901234567890123456789012345678901234567890123456789012345678901234567890";
    assert_eq!(first_eight_digits(long), 0x57ed_f4a2);
}

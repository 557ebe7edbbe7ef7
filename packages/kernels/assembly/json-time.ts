/** Writes `"__time__":1,`, or `"__time__":"1",` when quoted: at most 24 bytes. Returns how many. */
export function writeTime(to: usize, seconds: u32, quoted: bool): usize {
  // `"__time_` and `_":"`, little-endian
  store<u64>(to, 0x5f65_6d69_745f_5f22)
  store<u32>(to, 0x223a_225f, 8)
  const digits = to + (quoted ? 12 : 11)
  let out = digits + 1
  for (let rest = seconds; rest >= 10; rest /= 10) out++
  for (let at = out, rest = seconds; at > digits; rest /= 10) {
    store<u8>(--at, 0x30 + (rest % 10))
  }
  if (quoted) store<u8>(out++, 0x22)
  store<u8>(out++, 0x2c)
  return out - to
}

;; Finds the separators and line ends of a text, sixteen bytes at a time. structure-code.ts holds what this becomes; a
;; test makes it again and compares.
(module
  (memory (export "memory") 1)

  ;; Looks at the bytes from `from` up to `to`, and at up to fifteen more, which the caller has set to zero.
  ;; Writes the place of each separator and LF to `places`, and for each LF, to `ends`, which of those places it is.
  ;; Gives how many LFs there are.
  (func (export "find")
    (param $from i32) (param $to i32) (param $separator i32) (param $places i32) (param $ends i32)
    (result i32)
    (local $block v128) (local $at i32) (local $place i32) (local $end i32)
    (local $found i32) (local $feeds i32) (local $before i32)
    (local.set $place (local.get $places))
    (local.set $end (local.get $ends))
    (local.set $at (local.get $from))
    (block $done
      (loop $blocks
        (br_if $done (i32.ge_u (local.get $at) (local.get $to)))
        (local.set $block (v128.load (local.get $at)))
        (local.set $feeds (i8x16.bitmask (i8x16.eq (local.get $block) (i8x16.splat (i32.const 10)))))
        (local.set $found (i32.or (local.get $feeds)
          (i8x16.bitmask (i8x16.eq (local.get $block) (i8x16.splat (local.get $separator))))))

        (if (local.get $feeds) (then
          (loop $lines
            ;; how many places there are up to this LF: those written, and those of this block before its bit
            (local.set $before (i32.sub (i32.and (local.get $feeds) (i32.sub (i32.const 0) (local.get $feeds))) (i32.const 1)))
            (i32.store (local.get $end) (i32.add
              (i32.shr_u (i32.sub (local.get $place) (local.get $places)) (i32.const 2))
              (i32.popcnt (i32.and (local.get $found) (local.get $before)))))
            (local.set $end (i32.add (local.get $end) (i32.const 4)))
            (local.set $feeds (i32.and (local.get $feeds) (i32.sub (local.get $feeds) (i32.const 1))))
            (br_if $lines (local.get $feeds)))))

        (if (local.get $found) (then
          (loop $bits
            (i32.store (local.get $place) (i32.add (local.get $at) (i32.ctz (local.get $found))))
            (local.set $place (i32.add (local.get $place) (i32.const 4)))
            (local.set $found (i32.and (local.get $found) (i32.sub (local.get $found) (i32.const 1))))
            (br_if $bits (local.get $found)))))

        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $blocks)))
    (i32.shr_u (i32.sub (local.get $end) (local.get $ends)) (i32.const 2))))

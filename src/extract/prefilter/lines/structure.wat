;; Finds the separators and line feeds of a text, 64 bytes at a time. structure-code.ts holds what this becomes; a test
;; makes it again and compares.
(module
  (memory (export "memory") 1)

  ;; Looks at the bytes from `from` up to `to`, and at up to 63 more.
  ;; Writes the place of each separator and line feed to `places` (and up to three numbers more behind the last), and
  ;; for each line feed, to `ends`, which of those places it is. Gives how many line feeds there are.
  (func (export "find")
    (param $from i32) (param $to i32) (param $separator i32) (param $places i32) (param $ends i32)
    (result i32)
    (local $at i32) (local $place i32) (local $end i32) (local $next i32)
    (local $feed v128) (local $separators v128) (local $found i64) (local $feeds i64)
    (local.set $feed (i8x16.splat (i32.const 10)))
    (local.set $separators (i8x16.splat (local.get $separator)))
    (local.set $place (local.get $places))
    (local.set $end (local.get $ends))
    (local.set $at (local.get $from))
    (block $done
      (loop $blocks
        (br_if $done (i32.ge_u (local.get $at) (local.get $to)))
        ;; a bit for each of 64 bytes; written out twice, because a call costs as much as it does
        (local.set $feeds (i64.or
          (i64.or
            (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (v128.load (local.get $at)) (local.get $feed))))
            (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (v128.load offset=16 (local.get $at)) (local.get $feed)))) (i64.const 16)))
          (i64.or
            (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (v128.load offset=32 (local.get $at)) (local.get $feed)))) (i64.const 32))
            (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (v128.load offset=48 (local.get $at)) (local.get $feed)))) (i64.const 48)))))
        (local.set $found (i64.or (local.get $feeds) (i64.or
          (i64.or
            (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (v128.load (local.get $at)) (local.get $separators))))
            (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (v128.load offset=16 (local.get $at)) (local.get $separators)))) (i64.const 16)))
          (i64.or
            (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (v128.load offset=32 (local.get $at)) (local.get $separators)))) (i64.const 32))
            (i64.shl (i64.extend_i32_u (i8x16.bitmask (i8x16.eq (v128.load offset=48 (local.get $at)) (local.get $separators)))) (i64.const 48))))))

        (block $noFeeds
          (br_if $noFeeds (i64.eqz (local.get $feeds)))
          (loop $lines
            ;; how many places there are up to this line feed: those written, and those of this block before its bit
            (i32.store (local.get $end) (i32.add
              (i32.shr_u (i32.sub (local.get $place) (local.get $places)) (i32.const 2))
              (i32.wrap_i64 (i64.popcnt (i64.and (local.get $found)
                (i64.sub (i64.and (local.get $feeds) (i64.sub (i64.const 0) (local.get $feeds))) (i64.const 1)))))))
            (local.set $end (i32.add (local.get $end) (i32.const 4)))
            (local.set $feeds (i64.and (local.get $feeds) (i64.sub (local.get $feeds) (i64.const 1))))
            (br_if $lines (i64.ne (local.get $feeds) (i64.const 0)))))

        (local.set $next (i32.add (local.get $place)
          (i32.shl (i32.wrap_i64 (i64.popcnt (local.get $found))) (i32.const 2))))
        (block $none
          (br_if $none (i64.eqz (local.get $found)))
          (loop $bits
            ;; four at a time, even where fewer are left: to ask after each costs more
            (i32.store (local.get $place) (i32.add (local.get $at) (i32.wrap_i64 (i64.ctz (local.get $found)))))
            (local.set $found (i64.and (local.get $found) (i64.sub (local.get $found) (i64.const 1))))
            (i32.store offset=4 (local.get $place) (i32.add (local.get $at) (i32.wrap_i64 (i64.ctz (local.get $found)))))
            (local.set $found (i64.and (local.get $found) (i64.sub (local.get $found) (i64.const 1))))
            (i32.store offset=8 (local.get $place) (i32.add (local.get $at) (i32.wrap_i64 (i64.ctz (local.get $found)))))
            (local.set $found (i64.and (local.get $found) (i64.sub (local.get $found) (i64.const 1))))
            (i32.store offset=12 (local.get $place) (i32.add (local.get $at) (i32.wrap_i64 (i64.ctz (local.get $found)))))
            (local.set $found (i64.and (local.get $found) (i64.sub (local.get $found) (i64.const 1))))
            (local.set $place (i32.add (local.get $place) (i32.const 16)))
            (br_if $bits (i64.ne (local.get $found) (i64.const 0)))))
        (local.set $place (local.get $next))

        (local.set $at (i32.add (local.get $at) (i32.const 64)))
        (br $blocks)))
    (i32.shr_u (i32.sub (local.get $end) (local.get $ends)) (i32.const 2))))

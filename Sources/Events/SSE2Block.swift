#if arch(x86_64) && canImport(_Builtin_intrinsics.intel.sse2)
    // The compiler's own module, part of every toolchain; SSE2 is part of every x86-64 processor.
    import _Builtin_intrinsics.intel.sse2

    /// `ByteBlock` with the processor's compare and gather instructions, which Swift's SIMD types do not reach.
    struct SSE2Block: ByteBlockForm {
        private let a, b, c, d: __m128i
        let isUnusual: Bool

        @inline(__always)
        init(_ bytes: UnsafeRawPointer) {
            a = bytes.loadUnaligned(as: __m128i.self)
            b = (bytes + 16).loadUnaligned(as: __m128i.self)
            c = (bytes + 32).loadUnaligned(as: __m128i.self)
            d = (bytes + 48).loadUnaligned(as: __m128i.self)
            isUnusual = Self.anyTop(Self.unusual(a), Self.unusual(b), Self.unusual(c), Self.unusual(d))
        }

        @inline(__always)
        var quotes: UInt64 { equal(0x22) }

        @inline(__always)
        var backslashes: UInt64 { equal(0x5C) }

        @inline(__always)
        var nonASCII: UInt64 { Self.gather(a, b, c, d) }

        @inline(__always)
        var hasBackslashes: Bool { backslashes != 0 }

        @inline(__always)
        var hasNonASCII: Bool { Self.anyTop(a, b, c, d) }

        @inline(__always)
        var hasControls: Bool {
            Self.anyTop(Self.control(a), Self.control(b), Self.control(c), Self.control(d))
        }

        @inline(__always)
        private func equal(_ byte: CChar) -> UInt64 {
            let wanted = _mm_set1_epi8(byte)
            return Self.gather(
                _mm_cmpeq_epi8(a, wanted),
                _mm_cmpeq_epi8(b, wanted),
                _mm_cmpeq_epi8(c, wanted),
                _mm_cmpeq_epi8(d, wanted)
            )
        }

        /// Backslashes, and what is below a space as a signed number: control characters and all that is not ASCII.
        @inline(__always)
        private static func unusual(_ bytes: __m128i) -> __m128i {
            _mm_or_si128(
                _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x5C)),
                _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20))
            )
        }

        @inline(__always)
        private static func control(_ bytes: __m128i) -> __m128i {
            _mm_andnot_si128(bytes, _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20)))
        }

        @inline(__always)
        private static func anyTop(_ a: __m128i, _ b: __m128i, _ c: __m128i, _ d: __m128i) -> Bool {
            _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(a, b), _mm_or_si128(c, d))) != 0
        }

        /// The top bit of each byte, in order.
        @inline(__always)
        private static func gather(_ a: __m128i, _ b: __m128i, _ c: __m128i, _ d: __m128i) -> UInt64 {
            bits(a) | bits(b) &<< 16 | bits(c) &<< 32 | bits(d) &<< 48
        }

        @inline(__always)
        private static func bits(_ bytes: __m128i) -> UInt64 {
            UInt64(UInt32(bitPattern: _mm_movemask_epi8(bytes)))
        }
    }
#endif

/// The stretches of one file that must not be shown, ready to be asked about one line at a time.
struct SecretStretches {
    /// In order, apart from each other.
    private let stretches: [Range<Int>]

    /// Gathers stretches in any order; they may overlap.
    init(_ stretches: [Range<Int>] = []) {
        var merged: [Range<Int>] = []
        for stretch in stretches.filter({ !$0.isEmpty }).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, last.upperBound >= stretch.lowerBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, stretch.upperBound)
            } else {
                merged.append(stretch)
            }
        }
        self.stretches = merged
    }

    /// The bytes of a stretch with `***` in place of what is hidden.
    func masked(_ bytes: [UInt8], _ window: Range<Int>) -> [UInt8] {
        var shown: [UInt8] = []
        var index = window.lowerBound
        for stretch in reaching(into: window) {
            shown += bytes[index..<max(index, stretch.lowerBound)]
            shown += Array("***".utf8)
            index = min(stretch.upperBound, window.upperBound)
        }
        return shown + bytes[index..<window.upperBound]
    }

    /// The stretches that reach into `window`, in order.
    func reaching(into window: Range<Int>) -> [Range<Int>] {
        var low = 0
        var high = stretches.count
        while low < high {
            let middle = (low + high) / 2
            if stretches[middle].upperBound <= window.lowerBound { low = middle + 1 } else { high = middle }
        }
        return Array(stretches[low...].prefix { $0.lowerBound < window.upperBound })
    }
}

import CivilTime
import Programs
import Testing

/// Pay with whatever a test puts into its parts.
private func pay(
  kind: String = "stipend", top: String = "", cap: String = "", binds: String = "onPayment",
  brackets: String = "[{ label: 'all', amount: '500.00' }]", dates: String? = nil,
  payDates: String = ""
) -> [String] {
  let dates =
    dates
    ?? "[{ label: 'J', cutOff: 'last Friday of December', pays: 'last Friday of January' }]"
  return told(
    sample(
      top: """
        pay: { kind: '\(kind)', \(top)
          cap: { period: 'schoolYear', binds: '\(binds)', brackets: \(brackets), \(cap) },
          payDates: { dates: \(dates), \(payDates) } },
        """))
}

@Suite struct `Pay in a program's file` {
  @Test func `needs little, and means the stated defaults where it is silent`() throws {
    #expect(pay() == [])
    let read = try #require(
      program(
        sample(
          top: """
            pay: { kind: 'salaryRise',
              cap: { period: 'calendarYear', binds: 'whenApplying',
                     brackets: [{ label: 'all', amount: '600' }] },
              payDates: { dates: [{ label: 'J', cutOff: 'last Friday of December',
                                    pays: 'last Friday of January' }] } },
            """)
      ).pay)
    #expect(read.kind == .salaryRise(RiseTerms()))
    #expect(read.cap.exactly == .above)
    #expect(read.cap.salaryOn == .applying)
    #expect(read.cap.brackets == [CapBracket(label: "all", amount: Money(cents: 600_00))])
    #expect(read.carryOver == CarryOverPolicy())
    #expect(read.eligibility == EligibilityPolicy())
    #expect(read.funds == nil)
    #expect(read.amount == nil)
    #expect(read.payDates.lockTime == WallTime(iso: "17:00"))
    #expect(read.payDates.lockDays == 7)
    #expect(try program(sample()).pay == nil)
  }

  @Test func `takes money as decimals in quotes only`() {
    for good in ["'0.01'", "'1'", "'2000.00'", "'99999999.99'"] {
      #expect(pay(top: "amount: \(good),") == [], "\(good)")
    }
    for wrong in [
      "2000", "2000.00", "'0.00'", "'0'", "'.50'", "'1.5'", "'1.005'", "'1,000.00'", "'$5.00'",
      "'-1.00'", "'+1.00'", "'100000000.00'", "'01.00'", "''", "'1.'", "'1e3'", "'١.00'",
    ] {
      let lines = pay(top: "amount: \(wrong),")
      #expect(lines.count == 1, "\(wrong): \(lines)")
      #expect(lines.first?.contains("at pay.amount: ") == true)
    }
  }

  @Test func `has brackets in ascending order, the last of which takes all others`() {
    func brackets(_ limits: String?...) -> [String] {
      let items = limits.enumerated().map { index, limit in
        "{ label: '\(index)', amount: '1.00'\(limit.map { ", salaryBelow: '\($0)'" } ?? "") }"
      }
      return pay(brackets: "[\(items.joined(separator: ", "))]")
    }
    #expect(brackets("75000.00", nil) == [])
    #expect(brackets("75000.00", "90000.00", nil) == [])
    #expect(
      brackets("75000.00").first?.contains("no bracket for $75,000.00 and more") == true)
    #expect(brackets(nil, nil).count == 1)
    #expect(brackets("75000.00", "75000.00", nil).count == 1)
    #expect(brackets("75000.00", "74999.99", nil).count == 1)
    #expect(brackets().count == 1)
  }

  @Test func `refuses settings that could never matter`() {
    #expect(pay(top: "rise: {},").first?.contains("at pay.rise: ") == true)
    #expect(pay(kind: "salaryRise").first?.contains("can't be paid in part") == true)
    #expect(pay(kind: "salaryRise", binds: "whenApplying") == [])
    #expect(pay(binds: "whenApplying") == [])
    #expect(pay(top: "carryOver: {},", binds: "whenApplying").count == 1)
    #expect(pay(top: "carryOver: {}, funds: {},", binds: "whenApplying") == [])
    #expect(pay(cap: "salaryOn: 'paying'") == [])
    #expect(pay(cap: "salaryOn: 'paying'", binds: "whenApplying").count == 1)
    #expect(pay(kind: "bonus").first?.contains("\"stipend\"") == true)
    #expect(pay(top: "cap2: 1,").count == 1)
  }

  @Test func `locks each pay date after its cut-off, in every year`() {
    func date(_ cutOff: String, _ pays: String, lock: Int = 7) -> [String] {
      pay(
        dates: "[{ label: 'J', cutOff: '\(cutOff)', pays: '\(pays)' }]",
        payDates: "lockDays: \(lock)")
    }
    // The second and the last Friday of June are 14 or 21 days apart.
    #expect(date("second Friday of June", "last Friday of June", lock: 13) == [])
    #expect(date("second Friday of June", "last Friday of June", lock: 14).count == 1)
    #expect(date("2023-12-29", "2024-01-26") == [])
    #expect(date("2023-12-29", "2024-01-05", lock: 6) == [])
    #expect(date("2023-12-29", "2024-01-05", lock: 7).count == 1)
    // The cut-off of July's pay date lies in the school year before.
    #expect(date("fourth Wednesday of June", "third Friday of July") == [])
    #expect(date("2023-12-29", "2020-01-26").count == 1)
    #expect(date("fifth Friday of June", "last Friday of June").count == 1)
  }

  @Test func `has cut-offs in the order of the pay dates`() {
    func dates(_ first: (String, String), _ second: (String, String)) -> Int {
      pay(
        dates: "[{ label: 'A', cutOff: '\(first.0)', pays: '\(first.1)' },"
          + " { label: 'B', cutOff: '\(second.0)', pays: '\(second.1)' }]"
      ).count
    }
    let january = ("last Friday of December", "last Friday of January")
    #expect(dates(january, ("second Friday of June", "last Friday of June")) == 0)
    #expect(dates(("second Friday of June", "last Friday of June"), january) == 0)
    #expect(dates(january, ("last Friday of December", "last Friday of February")) == 1)
    #expect(dates(january, ("first Friday of December", "last Friday of February")) == 1)
    #expect(dates(january, ("first Friday of January", "last Friday of January")) == 1)
  }
}

@Suite struct `An amount of money` {
  @Test func `is read and written to the cent`() {
    #expect(Money(decimal: "2000.00") == Money(cents: 200_000))
    #expect(Money(decimal: "2000")?.decimal == "2000.00")
    #expect(Money(cents: 75_000_00).description == "$75,000.00")
    #expect(Money(cents: -58_33).description == "-$58.33")
    #expect(Money(cents: 5).description == "$0.05")
    #expect(Money(cents: 1_234_567_890).description == "$12,345,678.90")
  }

  @Test func `is shared to the cent, half a cent away from zero`() {
    #expect(Money(cents: 600_00).share(7, of: 12) == Money(cents: 350_00))
    #expect(Money(cents: 400_00).share(7, of: 12) == Money(cents: 233_33))
    #expect(Money(cents: 250_00).share(7, of: 12) == Money(cents: 145_83))
    #expect(Money(cents: 500_00).share(7, of: 12) == Money(cents: 291_67))
    #expect(Money(cents: 1).share(1, of: 2) == Money(cents: 1))
    #expect(Money(cents: -1).share(1, of: 2) == Money(cents: -1))
    #expect(Money(cents: 1).share(49, of: 100) == .zero)
    #expect(Money.most.share(366, of: 366) == .most)
    #expect(Money(cents: 100).share(0, of: 12) == .zero)
  }
}

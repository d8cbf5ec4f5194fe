import CivilTime
import Documents

extension PayPolicy {
  /// Every setting spelled out; what can't matter is left out, since its file would be refused.
  var plain: Plain {
    var rise: Plain?
    if case .salaryRise(let terms) = kind { rise = terms.plain }
    let holdsBack = cap.binds == .onPayment || funds != nil
    return .fields([
      "kind": .string(rise == nil ? "stipend" : "salaryRise"),
      "rise": rise,
      "amount": amount.map { .string($0.decimal) },
      "cap": cap.plain,
      "carryOver": holdsBack ? carryOver.plain : nil,
      "eligibility": eligibility.plain,
      "funds": funds?.plain,
      "payDates": payDates.plain,
    ])
  }
}

extension RiseTerms {
  fileprivate var plain: Plain {
    .fields([
      "effective": .string(effective.rawValue), "prorated": .string(prorated.rawValue),
      "year": .string(year.rawValue), "recurs": .bool(recurs),
    ])
  }
}

extension CapPolicy {
  fileprivate var plain: Plain {
    .fields([
      "period": .string(period.rawValue),
      "binds": .string(binds.rawValue),
      "salaryOn": .string(salaryOn.rawValue),
      "brackets": .list(
        brackets.map {
          .fields([
            "label": .string($0.label),
            "salaryBelow": $0.salaryBelow.map { .string($0.decimal) },
            "amount": .string($0.amount.decimal),
          ])
        }),
      "exactly": .string(exactly.rawValue),
    ])
  }
}

extension CarryOverPolicy {
  fileprivate var plain: Plain {
    .fields([
      "beyondCap": .string(beyondCap.rawValue), "beyondFunds": .string(beyondFunds.rawValue),
      "countsAgainstCap": .bool(countsAgainstCap), "paidFirst": .bool(paidFirst),
    ])
  }
}

extension EligibilityPolicy {
  fileprivate var plain: Plain {
    .fields([
      "bargainingUnits": .strings(bargainingUnits),
      "employedDaysMin": .integer(employedDaysMin),
      "hiredUntil": hiredUntil.map { .string($0.description) },
      "on": .string(on.rawValue),
    ])
  }
}

extension FundsPolicy {
  fileprivate var plain: Plain {
    .fields([
      "period": .string(period.rawValue),
      "perPeriod": perPeriod.map { .string($0.decimal) },
      "order": .string(order.rawValue),
    ])
  }
}

extension PayDatePolicy {
  fileprivate var plain: Plain {
    .fields([
      "cutOffBy": .string(cutOffBy.rawValue),
      "lockDays": .integer(lockDays),
      "lockTime": .string(lockTime.description),
      "releaseDays": .integer(releaseDays),
      "dates": .list(
        dates.map {
          .fields([
            "label": .string($0.label), "cutOff": .string($0.cutOff.description),
            "pays": .string($0.pays.description),
          ])
        }),
    ])
  }
}

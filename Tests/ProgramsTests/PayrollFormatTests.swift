import Documents
import Programs
import Testing

/// What is told of a payroll format; beside a program that pays, unless a test says otherwise.
private func told(payroll: String, pays: Bool = true) -> [String] {
  told(text(payroll, pays: pays))
}

private func text(_ payroll: String, pays: Bool = true) -> String {
  let pay =
    pays
    ? """
    pay: { kind: 'stipend',
      cap: { period: 'schoolYear', binds: 'onPayment', brackets: [{ label: 'all', amount: '500.00' }] },
      payDates: { dates: [{ label: 'J', cutOff: 'last Friday of December', pays: 'last Friday of January' }] } },
    """ : ""
  return sample(top: "\(pay) payroll: \(payroll),")
}

private let wide = "heading: 'A', value: 'amount', width: 10"

@Suite struct `Payroll's file in a program's file` {
  @Test func `needs a format and columns, and means the stated defaults`() throws {
    let read = try #require(
      program(
        text("{ format: 'csv', columns: [{ heading: 'A', value: 'amount' }] }")
      ).payroll)
    #expect(read == PayrollFormat(columns: [PayrollColumn("A", .amount)]))
    let fixed = try #require(
      program(text("{ format: 'fixedWidth', columns: [{ \(wide) }] }")).payroll)
    #expect(!fixed.hasHeadings && fixed.columns.first?.width == 10)
    #expect(try program(sample()).payroll == nil)
    #expect(PayrollFormat.standard.columns.map(\.heading).first == "Pay Date")
  }

  @Test func `is told where its parts contradict each other`() {
    let cases: [(String, String)] = [
      ("{ columns: [{ heading: 'A', value: 'amount' }] }", "no key \"format\""),
      ("{ format: 'csv' }", "no key \"columns\""),
      ("{ format: 'csv', columns: [] }", "payroll.columns"),
      ("{ format: 'xls', columns: [{ heading: 'A', value: 'amount' }] }", "payroll.format"),
      ("{ format: 'csv', columns: [{ heading: 'A', value: 'salary' }] }", "columns[0].value"),
      ("{ format: 'csv', columns: [{ heading: 'A', value: 'total' }] }", "header or the trailer"),
      ("{ format: 'csv', columns: [{ \(wide) }] }", "the key \"width\""),
      (
        "{ format: 'fixedWidth', columns: [{ heading: 'A', value: 'amount' }] }", "no key \"width\""
      ),
      ("{ format: 'fixedWidth', columns: [{ heading: 'A', value: 'amount', width: 0 }] }", "width"),
      ("{ format: 'fixedWidth', headings: true, columns: [{ \(wide) }] }", "a line of headings"),
      ("{ format: 'csv', columns: [{ heading: 'A', value: 'text' }] }", "no key \"text\""),
      ("{ format: 'csv', columns: [{ heading: 'A', value: 'amount', text: 'x' }] }", "a text"),
      (
        "{ format: 'csv', columns: [{ heading: 'A', value: 'amount', dates: 'MMddyy' }] }",
        "a form of dates"
      ),
      (
        "{ format: 'csv', columns: [{ heading: 'A', value: 'line', amounts: 'cents' }] }",
        "a form of amounts"
      ),
      ("{ format: 'csv', columns: [{ heading: 'A', value: 'account' }] }", "no \"accounts\""),
      (
        "{ format: 'csv', accounts: { stipend: '1' }, columns: [{ heading: 'A', value: 'amount' }] }",
        "no column has the value"
      ),
      (
        "{ format: 'csv', columns: [{ heading: 'A', value: 'amount' }], "
          + "trailer: [{ heading: 'B', value: 'amount' }] }",
        "what the whole file has"
      ),
      (
        "{ format: 'csv', columns: [{ heading: 'A', value: 'amount' }, { heading: 'A', value: 'line' }] }",
        "heading"
      ),
    ]
    for (payroll, words) in cases {
      let lines = told(payroll: payroll)
      #expect(lines.count == 1 && lines.first?.contains(words) == true, "\(payroll): \(lines)")
    }
    let lines = told(
      payroll: "{ format: 'csv', columns: [{ heading: 'A', value: 'amount' }] }", pays: false)
    #expect(lines.count == 1 && lines.first?.contains("nothing is paid") == true, "\(lines)")
  }

  @Test func `comes back from its export, every setting`() throws {
    let odd = PayrollFormat(
      kind: .fixedWidth, hasHeadings: false, lineEnd: .lf, encoding: .latin1,
      header: [PayrollColumn("H", .text, text: "HDR", width: 3)],
      columns: [
        PayrollColumn("N", .employeeNumber, width: 8, align: .right, pad: .zero),
        PayrollColumn("D", .hireDate, dates: .shortest, width: 6),
        PayrollColumn("A", .amount, amounts: .cents, width: 9, align: .right, pad: .zero),
        PayrollColumn("C", .account, width: 12),
      ],
      trailer: [PayrollColumn("T", .total, amounts: .cents, width: 12)],
      accounts: PayrollAccounts(
        stipend: "1", rise: "2", laterYear: "3", correction: "4", opening: "5"))
    let plain = PayrollFormat(
      hasHeadings: false,
      columns: [
        PayrollColumn("T", .text, text: ""), PayrollColumn("D", .payDate, dates: .slashes),
      ])
    for format in [odd, plain, .standard] {
      var before = try program(
        text("{ format: 'csv', columns: [{ heading: 'A', value: 'line' }] }"))
      before.payroll = format
      #expect(try program(before.export).payroll == format)
    }
  }
}

import HTTPServer
import Testing

@Suite struct `Metrics` {
  @Test func `are written as Prometheus reads them`() {
    var text = MetricsText()
    text.counter("requests_total", "Requests\nanswered \\.", [(["status": "2xx"], 3), ([:], 1.5)])
    text.gauge("open-connections", "Open.", [(["a b": "x\"y\\z\n"], .infinity)])
    #expect(
      text.text == #"""
        # HELP requests_total Requests\nanswered \\.
        # TYPE requests_total counter
        requests_total{status="2xx"} 3
        requests_total 1.5
        # HELP open_connections Open.
        # TYPE open_connections gauge
        open_connections{a_b="x\"y\\z\n"} +Inf

        """#)
  }

  @Test func `count in buckets, each with those below it`() {
    var histogram = Histogram(bounds: [1, 0.1])
    for value in [0.1, 0.2, 1.0, 1.5] { histogram.observe(value) }
    var text = MetricsText()
    text.histogram("seconds", "Time.", [(["route": "/a"], histogram)])
    #expect(
      text.text == """
        # HELP seconds Time.
        # TYPE seconds histogram
        seconds_bucket{route="/a",le="0.1"} 1
        seconds_bucket{route="/a",le="1"} 3
        seconds_bucket{route="/a",le="+Inf"} 4
        seconds_sum{route="/a"} 2.8
        seconds_count{route="/a"} 4

        """)
    #expect(text.response.headers["Content-Type"]?.hasPrefix("text/plain; version=0.0.4") == true)
  }
}

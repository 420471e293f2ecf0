package score

import (
	"math/big"

	"opsledger/app/ledger"
)

// unticketed is work done before its ticket and not filed in time; what was approved and filed in time costs nothing (T1, A20; R130).
func unticketed(e Evidence, c Clause, reading string) (out []piece) {
	for _, a := range e.Ahead {
		on := dayOf(a.Due)
		if !e.within(on) || !after(a.Filed, a.Due, e.AsOf) || reading == "approved_only" && a.Approver != "" {
			continue
		}
		how := "尚未补单"
		if !a.Filed.IsZero() {
			how = minute(a.Filed) + " 才补单"
		}
		each := c.Points["each"]
		out = append(out, c.piece(a.Fact, on, 1, each).because("%s 先行实施，应于 %s 前补单，%s，每次%s分", minute(a.Acted), minute(a.Due), how, -each))
	}
	return out
}

// delays cost by the working days late: the first six each a little, from the seventh on each more (T2, A3; R131). A day counts
// in the year it lies in; which one of the ticket's it is, is counted from its first.
func delays(e Evidence, c Clause, reading string) (out []piece) {
	for _, t := range e.Tickets {
		days := t.Late
		if reading == "round_up" && t.Part != "" {
			days = append(days[:len(days):len(days)], t.Part)
		}
		points, n, last := Points(0), 0, ledger.Day("")
		for i, d := range days {
			if e.within(d) {
				points, n, last = points+c.delay(i+1, len(days), reading), n+1, d
			}
		}
		if n == 0 {
			continue
		}
		p := c.piece(t.Fact, last, 1, points).because("延误%d个工作日%s", len(days), map[bool]string{true: "，尚未完成"}[t.Open])
		if n < len(days) {
			p = p.because("%s，其中%d日在本考核年度", p.Reason, n)
		}
		if t.Claimed {
			p = p.because("%s；免责或延期待认定，认定前不剔除", p.Reason)
			p.mark(Unruled)
		}
		out = append(out, p)
	}
	return out
}

// delay is what the nth of so many days costs.
func (c Clause) delay(n, of int, reading string) Points {
	if reading == "whole" {
		n = of
	}
	if whole(n) >= c.Limits["long_from"] {
		return c.Points["long_day"]
	}
	return c.Points["day"]
}

// delayed is what a ticket late by so many days costs.
func (c Clause) delayed(days int, reading string) (sum Points) {
	for n := 1; n <= days; n++ {
		sum += c.delay(n, days, reading)
	}
	return sum
}

// transit are the weekly checks over the limit: strictly over it (T3, A4; R133).
func transit(e Evidence, c Clause, reading string) (out []piece) {
	limit := c.Limits["percent"]
	for _, k := range e.Checks {
		n := k.Numerator
		if reading == "excused_out" {
			n = k.WithoutNumerator
		}
		if k.Denominator == 0 || !e.within(dayOf(k.At)) || whole(100*n) <= limit.times(k.Denominator) {
			continue
		}
		each := c.Points["each"]
		out = append(out, c.piece(k.Fact, dayOf(k.At), 1, each).because("%s（%s）在途%d件÷年累计%d件＝%s%%，超过%s%%，扣%s分",
			k.Week, minute(k.At), n, k.Denominator, big.NewRat(int64(100*n), int64(k.Denominator)).FloatString(2), limit, -each))
	}
	return out
}

// reworks are tickets that came back for their quality: once each, however often (T4, A19; R134).
func reworks(e Evidence, c Clause, reading string) (out []piece) {
	for _, r := range e.Returns {
		n, first := 0, ledger.Day("")
		for _, at := range r.At {
			if d := dayOf(at); e.within(d) {
				if n++; n == 1 {
					first = d
				}
			}
		}
		if n == 0 {
			continue
		}
		each, times := c.Points["each"], 1
		if reading == "per_return" {
			times = n
		}
		p := c.piece(r.Fact, first, times, each.times(times)).because("因质量问题返工%d次，每个工单%s分", n, -each)
		if reading == "per_return" {
			p = p.because("因质量问题返工%d次，每次%s分", n, -each)
		}
		if r.Reason != "" {
			p = p.because("%s：%s", p.Reason, r.Reason)
		}
		out = append(out, p)
	}
	return out
}

package score

import "strings"

// changes of people: without consent, or with too short a notice; a core one without consent costs its own rate instead (P1, A5, A17; R141).
func changes(e Evidence, c Clause, reading string) (out []piece) {
	for _, g := range e.Changes {
		each, core := c.Points["each"], c.Points["core"]
		if !e.within(g.On) {
			continue
		}
		p := c.piece(g.Fact, g.On, 1, each)
		switch {
		case g.Gone && !g.Consented && g.Core && reading == "core_added":
			p.Self = core + each
			p = p.because("核心人员%s未经信息中心同意离岗，扣%s分，并计未按要求执行%s分", g.Leaver, -core, -each)
		case g.Gone && !g.Consented && g.Core:
			p.Self = core
			p = p.because("核心人员%s未经信息中心同意离岗，每次%s分（不再叠加）", g.Leaver, -core)
		case g.Gone && !g.Consented:
			p = p.because("%s未经信息中心同意离岗，每次%s分", g.Leaver, -each)
		case g.Short && !g.Demanded:
			p = p.because("更换%s提前%d天报备，不足30天，每次%s分", g.Leaver, g.Notice, -each)
		default:
			continue
		}
		out = append(out, p)
	}
	return out
}

// handovers that were not made by the day somebody left (P2; R142).
func handovers(e Evidence, c Clause, _ string) (out []piece) {
	for _, g := range e.Changes {
		if g.Gone && !g.Handed && e.within(g.On) {
			each := c.Points["each"]
			out = append(out, c.piece(g.Fact, g.On, 1, each).because("%s离岗前没有双方签认的工作交接，每次%s分", g.Leaver, -each))
		}
	}
	return out
}

// attendances are days late or absent; leave granted is neither (P3, A16; R143).
func attendances(e Evidence, c Clause, reading string) (out []piece) {
	for _, d := range e.Days {
		if !e.within(d.On) {
			continue
		}
		late, absent := c.Points["late"], c.Points["absent"]
		p := c.piece(d.Fact, d.On, 1, late).because("%s迟到%d分钟，每人次%s分", d.Person, d.Late, -late)
		if d.Absent {
			p = c.piece(d.Fact, d.On, 1, absent).because("%s缺勤，每人次%s分", d.Person, -absent)
			if reading == "by_half" && d.Halves == 1 {
				p.Self = absent / 2
				p = p.because("%s缺勤半日，按半次", d.Person)
			}
		}
		if d.Remark != "" {
			p.Reason += "；" + d.Remark
		}
		if d.Ruled {
			p = p.ruled(p.Self)
		}
		out = append(out, p)
	}
	return out
}

// appraisals that were failed: any of the three below the mark (P4, A18; R144).
func appraisals(e Evidence, c Clause, reading string) (out []piece) {
	for _, a := range e.Appraisals {
		each, low := c.Points["each"], len(a.Low) > 0
		if reading == "average" {
			low = a.AverageLow
		}
		if !e.within(a.On) || !low && !(a.Ruled && a.Failed) {
			continue
		}
		p := c.piece(a.Fact, a.On, 1, 0).because("%s %s考核：信息中心认定不及格，每人次%s分", a.Person, a.Half, -each)
		if low {
			p.Self = each
		}
		if len(a.Low) > 0 {
			p = p.because("%s %s考核：%s低于及格线，每人次%s分", a.Person, a.Half, strings.Join(a.Low, "、"), -each)
		}
		switch {
		case a.Ruled && a.Failed:
			p = p.ruled(each)
		case a.Ruled:
			p = p.ruled(0).because("%s；信息中心认定合格，不扣分", p.Reason)
			p.mark(Dismissed)
		default:
			p.mark(Unruled)
		}
		out = append(out, p)
	}
	return out
}

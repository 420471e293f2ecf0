package score

var gradeRates = map[string]string{"优": "excellent", "良": "good", "中": "fair", "差": "poor"}

// grades are the year's conclusion: it alone may add points (U1, A10; R145, R146).
func grades(e Evidence, c Clause, _ string) (out []piece) {
	for _, g := range e.Grades {
		rate, concluded := gradeRates[g.Grade]
		p := c.piece(g.Fact, g.On, 1, c.Points[rate])
		if !concluded {
			p.Self, p.Count = 0, 0
			p = p.because("%s，待信息中心形成综合考评", g.Answers)
			p.mark(Unruled)
			out = append(out, p)
			continue
		}
		verb, n := "加", p.Self
		if n < 0 {
			verb, n = "扣", -n
		}
		out = append(out, p.ruled(p.Self).because("综合评价为%s，%s%s分；%s", g.Grade, verb, n, g.Answers))
	}
	return out
}

// complaints count once the center has ruled on them: valid ones, and grave ones at their own rate instead (U2, A21; R147).
func complaints(e Evidence, c Clause, reading string) (out []piece) {
	for _, k := range e.Complaints {
		valid, major := c.Points["valid"], c.Points["major"]
		if !e.within(dayOf(k.Received)) {
			continue
		}
		p := c.piece(k.Fact, dayOf(k.Received), 1, valid)
		switch k.Verdict {
		case "有效":
			p = p.ruled(valid).because("%s 有效投诉，每次%s分", minute(k.Received), -valid)
		case "重大":
			p.Self = major
			if reading == "major_added" {
				p.Self += valid
			}
			p = p.ruled(p.Self).because("%s 造成重大影响的投诉，每次%s分", minute(k.Received), -p.Self)
		case "":
			if p.Self = 0; reading == "open_counts" {
				p.Self = valid
			}
			p = p.because("%s 投诉，信息中心尚未认定是否有效", minute(k.Received))
			p.mark(Unruled)
		default:
			p.Self = 0
			p = p.dismissed().because("%s 投诉，信息中心认定无效，不扣分", minute(k.Received))
		}
		out = append(out, p)
	}
	return out
}

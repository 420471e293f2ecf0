package score

// reports that were submitted after their due, or were not and it is past (V2, V3, A12, A13; R136, R140).
func reports(kind, label string) func(Evidence, Clause, string) []piece {
	return func(e Evidence, c Clause, _ string) (out []piece) {
		for _, r := range e.Reports {
			if r.Type != kind || r.Day < e.From || e.To < r.Day || !after(r.Submitted, r.Due, e.AsOf) {
				continue
			}
			how := "台账中没有报送记录"
			if !r.Submitted.IsZero() {
				how = minute(r.Submitted) + " 才报送"
			}
			each := c.Points["each"]
			out = append(out, c.piece(r.Fact, dayOf(r.Due), 1, each).because("%s%s应于 %s 前报送，%s，每次%s分", r.Period, label, minute(r.Due), how, -each))
		}
		return out
	}
}

package view

import "testing"

func TestALabelIsMeantByAFewCharacters(t *testing.T) {
	for _, c := range []struct {
		label, query string
		want         bool
	}{{"登记工单", "工单", true}, {"登记工单", "djg", true}, {"登记工单", " DJ ", true}, {"周报", "", true}, {"周报", "gd", false}, {"登记工单", "jgd", false}} {
		if got := Like(c.label, c.query); got != c.want {
			t.Errorf("%s by %q: %v", c.label, c.query, got)
		}
	}
}

package score_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"opsledger/app/ledger"
	"opsledger/app/rule/score"
	"opsledger/app/rule/worktime"
)

const shipped = "../../../assets/schemes/zhenjiang-2025.json"

// scheme is the shipped one; edit changes its text first.
func scheme(t testing.TB, edit ...string) score.Scheme {
	t.Helper()
	raw, err := os.ReadFile(filepath.FromSlash(shipped))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer(edit...).Replace(string(raw))
	s, err := score.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// calendar has no holidays: Monday to Friday, eight hours.
func calendar(t testing.TB) *worktime.Calendar {
	t.Helper()
	return worktime.China(ledger.Zone, worktime.DefaultHours())
}

// at reads 03-05 09:00 of 2026, or a whole date and time.
func at(s string) time.Time {
	if s == "" {
		return time.Time{}
	}
	if len(s) < 14 {
		s = "2026-" + s
	}
	v, err := time.ParseInLocation("2006-01-02 15:04", s, ledger.Zone)
	if err != nil {
		panic(err)
	}
	return v
}

// year is an empty 2026, looked at on its last evening.
func year(t testing.TB) score.Evidence {
	return score.Evidence{Contract: "2026年合同", Fee: "980000", From: "2026-01-01", To: "2026-12-31", AsOf: at("12-31 23:59"), Calendar: calendar(t)}
}

func fact(kind, number string) score.Fact {
	return score.Fact{Record: ledger.RecordID("id-" + number), Kind: kind, Number: number}
}

// line finds a clause on a card.
func line(t testing.TB, c score.Card, id string) score.Line {
	t.Helper()
	for _, l := range c.Clauses {
		if l.ID == id {
			return l
		}
	}
	t.Fatalf("no clause %s", id)
	return score.Line{}
}

// alternative finds what a clause comes to by another reading.
func alternative(t testing.TB, l score.Line, reading string) score.Alternative {
	t.Helper()
	for _, a := range l.Alternatives {
		if a.Reading == reading {
			return a
		}
	}
	t.Fatalf("%s has no reading %s", l.ID, reading)
	return score.Alternative{}
}

// days are working dates of June 2026 from the first on.
func days(n int) (out []ledger.Day) {
	for d := at("06-01 12:00"); len(out) < n; d = d.AddDate(0, 0, 1) {
		if w := d.Weekday(); w != time.Saturday && w != time.Sunday {
			out = append(out, ledger.Day(d.Format(time.DateOnly)))
		}
	}
	return out
}

// many makes n pieces of evidence.
func many[T any](n int, of func(i int) T) (out []T) {
	for i := range n {
		out = append(out, of(i))
	}
	return out
}

package ledger_test

import (
	"testing"

	"opsledger/app/ledger"
)

func TestANumberReadsAsItWasWritten(t *testing.T) {
	k := &ledger.Kind{Code: "GD"}
	for text, want := range map[string]bool{k.WriteNumber("01", 2026, 123): true, k.WriteNumber("90", 2026, 1234567): true,
		"GD-01-2026-123": false, "SJ-01-2026-000123": false, "GD20260312": false, "": false, "GD-01-2026-00012x": false, "GD-01-+2026-000123": false} {
		station, year, n, ok := k.ReadNumber(text)
		if ok != want || ok && k.WriteNumber(station, year, n) != text {
			t.Errorf("%q: %s %d %d %v", text, station, year, n, ok)
		}
	}
	if _, _, _, ok := (&ledger.Kind{}).ReadNumber("-01-2026-000123"); ok {
		t.Error("a kind without a code gave a number")
	}
}

package reports

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/record/duty"
	rule "opsledger/app/rule/duty"
)

var asOf = time.Date(2026, 3, 12, 17, 0, 0, 0, ledger.Zone)

// filled is a record of a kind with a value in every field of the record and of each of its steps.
func filled(k *ledger.Kind) app.Printed {
	p := app.Printed{Kind: k.Label, Number: "XX-01-2026-000001", State: "已登记", AsOf: asOf, Code: "3F2A-0B11-9C0D", Fields: map[string]app.Told{}}
	p.Fields["number"] = app.Told{Label: "编号", Value: p.Number}
	value := func(f ledger.Field) string {
		switch f.Type {
		case ledger.Time:
			return "2026-03-05 09:30"
		case ledger.Date:
			return "2026-03-05"
		case ledger.List:
			return f.Label + "甲 | 乙单位 | 丙方\n" + f.Label + "丁"
		}
		return f.Label + "之值"
	}
	for _, f := range k.Fields {
		told := app.Told{Label: f.Label}
		if !f.Told {
			told.Value = value(f)
		}
		p.Fields[f.Key] = told
	}
	for _, a := range k.Actions {
		s := app.PrintedStep{Action: a.Name, Label: a.Label, Told: map[string]string{}, Stands: true}
		for _, ask := range a.Asks {
			f, _ := k.Field(ask.Key)
			s.Told[ask.Key] = value(f)
		}
		p.Steps = append(p.Steps, s)
	}
	return p
}

// keys are all fields a form names.
func (f form) keys() (out []string) {
	for _, r := range slices.Concat(f.rows, f.after) {
		for _, b := range r {
			for _, k := range b.keys {
				out = append(out, strings.Split(k, "/")...)
			}
		}
	}
	if f.roll != nil {
		out = append(out, f.roll.key)
	}
	return out
}

func TestAFormNamesFieldsThatAreThere(t *testing.T) {
	kinds := app.Kinds()
	for name, f := range forms {
		k := kinds.Kind(f.kind)
		if k == nil {
			t.Fatalf("%s: no kind %s", name, f.kind)
		}
		for _, key := range f.keys() {
			action, field, ofStep := strings.Cut(key, ".")
			if !ofStep {
				if _, ok := k.Field(key); !ok && key != "number" {
					t.Errorf("%s: %s has no field %s", name, f.kind, key)
				}
				continue
			}
			a, ok := k.Action(action)
			if !ok || !slices.ContainsFunc(a.Asks, func(ask ledger.Ask) bool { return ask.Key == field }) {
				t.Errorf("%s: %s is not asked by a step", name, key)
			}
		}
	}
}

func TestEachFormHasItsBoxes(t *testing.T) {
	kinds := app.Kinds()
	for _, name := range FormNames() {
		var o outline
		forms[name].fill(&o, filled(kinds.Kind(forms[name].kind)))
		golden(t, filepath.Join("testdata", "form-"+name+".golden"), o.String())
	}
}

func TestAnEmptyRecordIsAFormToFillByHand(t *testing.T) {
	for name := range forms {
		var o outline
		forms[name].fill(&o, app.Printed{Number: "XX-1"})
		if !strings.Contains(o.String(), "✍") && forms[name].sides != nil {
			t.Errorf("%s: nowhere to sign", name)
		}
		if strings.Contains(o.String(), "0001年") {
			t.Errorf("%s: a date that is none", name)
		}
	}
}

// copied is what a reader copies out of a PDF that other programs find sound.
func copied(t *testing.T, raw []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("qpdf", "--check", path).CombinedOutput(); err != nil {
		t.Fatalf("qpdf: %s", out)
	}
	fonts, err := exec.Command("pdffonts", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range strings.Split(strings.TrimSpace(string(fonts)), "\n")[2:] {
		if f := strings.Fields(l); f[len(f)-5] != "yes" {
			t.Errorf("not embedded: %s", l)
		}
	}
	out, err := exec.Command("pdftotext", "-raw", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return letters(string(out))
}

// letters drops white space, where a page and a string differ.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func TestAFormIsSoundAsPDFAndWordFile(t *testing.T) {
	kinds := app.Kinds()
	for name, f := range forms {
		p := filled(kinds.Kind(f.kind))
		p.Revealed = true
		var pdf, word bytes.Buffer
		if err := FormPDF(&pdf, name, p); err != nil {
			t.Fatal(err)
		}
		got := copied(t, pdf.Bytes())
		for _, want := range []string{f.title, "编号：XX-01-2026-000001", fmt.Sprintf("已办%d步", len(p.Steps)), "台账3F2A-0B11-9C0D", "内部资料"} {
			if !strings.Contains(got, letters(want)) {
				t.Errorf("%s: lost %q", name, want)
			}
		}
		if err := FormDOCX(&word, name, p); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{f.title, "编号：XX-01-2026-000001"} {
			if !strings.Contains(wordText(t, word.Bytes()), want) {
				t.Errorf("%s as a Word file: lost %q", name, want)
			}
		}
	}
}

func TestARosterTellsWhoIsOnDuty(t *testing.T) {
	at := func(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, ledger.Zone) }
	r := app.Roster{AsOf: asOf, Code: "3F2A-0B11-9C0D", Phones: map[ledger.RecordID]string{"a": "13812345678"}, Cover: rule.Cover{From: at(1, 0), To: at(32, 0),
		Turns: []rule.Held{{Record: "a", Turn: duty.Turn{From: at(2, 8), To: at(9, 8), Primary: "李娜", Backup: "王强"}},
			{Record: "b", Turn: duty.Turn{From: at(9, 8), To: at(16, 8), Primary: "赵敏", Swapped: true}}},
		Gaps: []rule.Span{{From: at(16, 8), To: at(17, 8)}}, Overlaps: []rule.Span{{From: at(3, 8), To: at(4, 8), People: []string{"李娜", "赵敏"}}}}}
	var masked, revealed outline
	roster(&masked, r)
	r.Revealed = true
	roster(&revealed, r)
	golden(t, filepath.Join("testdata", "roster.golden"), masked.String()+"\n"+revealed.String())
	var pdf bytes.Buffer
	if err := RosterPDF(&pdf, r); err != nil {
		t.Fatal(err)
	}
	if got := copied(t, pdf.Bytes()); !strings.Contains(got, "应急值班表") || !strings.Contains(got, "内部资料") {
		t.Error(got)
	}
}

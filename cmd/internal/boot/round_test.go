package boot

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"opsledger/app"
	"opsledger/app/ledger"
	"opsledger/app/rule/score"
)

// closed are the kinds no spreadsheet brings in, and why.
var closed = map[string]string{"report": "drawn up by the program", "check": "taken by the program", "disclosure": "recorded by the program"}

func TestEveryKindGoesRoundFromTemplateToImportToExportToImport(t *testing.T) {
	s := founded(t)
	ctx := t.Context()
	for _, k := range s.Kinds.Kinds() {
		if closed[k.Name] != "" || k.Name == "ticket" {
			continue
		}
		t.Run(k.Name, func(t *testing.T) {
			dir := t.TempDir()
			out, err := s.Import(ctx, k.Name, s.filled(t, k, dir), app.Importing{}, nil)
			if err != nil || len(out.Faults) > 0 || out.Created != 2 {
				t.Fatalf("the template's example: %+v %v", out, err)
			}
			first := s.exported(t, k, filepath.Join(dir, "a.xlsx"), filepath.Join(dir, "a.csv"))
			for _, again := range []string{filepath.Join(dir, "a.xlsx"), filepath.Join(dir, "filled.csv")} {
				out, err = s.Import(ctx, k.Name, again, app.Importing{}, nil)
				if err != nil || len(out.Faults) > 0 || out.Created != 0 || out.Updated != 0 || out.Unchanged != 2 {
					t.Errorf("%s again: %+v %v", filepath.Base(again), out, err)
				}
			}
			if second := s.exported(t, k, filepath.Join(dir, "b.xlsx"), filepath.Join(dir, "b.csv")); second != first {
				t.Errorf("the second export differs:\n%s\n%s", first, second)
			}
			s.unbroken(t, k)
		})
	}
}

// filled is a sheet of two rows: the template's example, and one that differs in what names it.
func (s *Session) filled(t *testing.T, k *ledger.Kind, dir string) string {
	t.Helper()
	columns, err := s.Template(t.Context(), k.Name, filepath.Join(dir, "template.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	var head, one, two []string
	for _, c := range columns {
		f, _ := k.Field(c.Key)
		v := c.Example
		if f.Type == ledger.Ref {
			v = s.referred(t, f)
		}
		head, one = append(head, c.Label), append(one, v)
		if slices.Contains(varied(k), c.Key) {
			v = another(f, v)
		}
		two = append(two, v)
	}
	path := filepath.Join(dir, "filled.csv")
	var b strings.Builder
	for _, row := range [][]string{head, one, two} {
		b.WriteString(`"` + strings.Join(row, `","`) + "\"\n")
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// varied are the fields in which a second record differs: its name, or what keys it where its name does not.
func varied(k *ledger.Kind) (keys []string) {
	if f, _ := k.Field(k.Title); len(k.Keyed) == 0 || f.Type == ledger.Text && slices.Contains(k.Keyed, k.Title) {
		return []string{k.Title}
	}
	for _, key := range k.Keyed {
		if f, _ := k.Field(key); f.Type != ledger.Ref {
			keys = append(keys, key)
		}
	}
	return keys
}

// another is a second value of a field.
func another(f ledger.Field, v string) string {
	if day, err := time.Parse(time.DateOnly, v); f.Type == ledger.Date && err == nil {
		return day.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	if at, err := time.Parse("2006-01-02 15:04", v); f.Type == ledger.Time && err == nil {
		return at.AddDate(0, 0, -7).Format("2006-01-02 15:04")
	}
	if i := slices.Index(f.Choices, v); i >= 0 {
		return f.Choices[(i+1)%len(f.Choices)]
	}
	if n, err := strconv.Atoi(v); err == nil {
		return strconv.Itoa(n + 1)
	}
	return v + "二"
}

// referred is the number of a record that a Ref can name.
func (s *Session) referred(t *testing.T, f ledger.Field) (number string) {
	t.Helper()
	k := s.Kinds.Kind(f.To)
	find := func() {
		if err := s.Store.View(t.Context(), func(r app.Reader) error {
			return r.Each(t.Context(), app.Query{Kind: f.To, Limit: 1}, func(row *app.Row) error { number = row.Number; return nil })
		}); err != nil {
			t.Fatal(err)
		}
	}
	if find(); number == "" {
		if out, err := s.Import(t.Context(), k.Name, s.filled(t, k, t.TempDir()), app.Importing{}, nil); err != nil || len(out.Faults) > 0 {
			t.Fatalf("what it refers to: %+v %v", out, err)
		}
		find()
	}
	return number
}

func (s *Session) exported(t *testing.T, k *ledger.Kind, paths ...string) string {
	t.Helper()
	for _, path := range paths {
		if n, err := s.ExportFile(context.Background(), app.Export{Query: app.Query{Kind: k.Name, Sort: "number"}, Reveal: "往返核对"}, path); err != nil || n != 2 {
			t.Fatalf("%d rows: %v", n, err)
		}
	}
	raw, err := os.ReadFile(paths[len(paths)-1])
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// unbroken requires that no step of the kind shows 违反 or does not count.
func (s *Session) unbroken(t *testing.T, k *ledger.Kind) {
	t.Helper()
	list, err := s.List(t.Context(), app.Query{Kind: k.Name}, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range list {
		shown, err := s.Show(t.Context(), k.Name, l.Number, true, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range shown.History {
			if h.Note != "" && h.Note != score.Belated { // the examples tell of days that are past
				t.Errorf("%s %s: %s", l.Number, h.Label, h.Note)
			}
		}
	}
}

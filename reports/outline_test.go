package reports

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"opsledger/reports/paper"
)

var update = flag.Bool("update", false, "write the golden files anew; read the difference before committing")

// outline is a paper.Paper that keeps a document as text.
type outline struct{ strings.Builder }

func (o *outline) say(format string, args ...any) {
	fmt.Fprintf(o, format, args...)
	o.WriteString("\n")
}

func (o *outline) Title(t string)                  { o.say("# %s", t) }
func (o *outline) Line(t string)                   { o.say("= %s", t) }
func (o *outline) Blank()                          { o.say("") }
func (o *outline) Heading(level int, t string)     { o.say("%s %s", strings.Repeat("#", level+1), t) }
func (o *outline) Para(t string)                   { o.say("%s", t) }
func (o *outline) Closing(t string)                { o.say("%s", t) }
func (o *outline) Chart(c paper.Chart)             { o.say("[图 %s %v]", c.Title, c.Labels) }
func (o *outline) Signature(w string, t time.Time) { o.say("-- %s %s", w, t.Format(time.DateOnly)) }

func (o *outline) Table(t paper.Table) {
	var head []string
	for _, c := range t.Columns {
		head = append(head, c.Head)
	}
	o.say("| %s", strings.Join(head, " | "))
	for _, r := range t.Rows {
		o.say("| %s", strings.Join(r, " | "))
	}
}

func (o *outline) Grid(g paper.Grid) {
	for _, r := range g.Rows {
		var row []string
		for _, c := range r {
			text := strings.ReplaceAll(c.Text, "\n", "⏎")
			if c.Label {
				text = "【" + text + "】"
			}
			if c.Sign != "" {
				text += " ✍" + strings.Join(strings.Fields(c.Sign), "")
			}
			row = append(row, text)
		}
		o.say("[%s]", strings.Join(row, " "))
	}
}

// golden compares a text with what a file holds.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs:\n%s", path, got)
	}
}

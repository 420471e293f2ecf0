package boot

import (
	"context"
	"encoding/json"
	"io"
	"path/filepath"
	"strings"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/record/knowledge"
	"opsledger/storage/sheet"
)

// ExportFile writes the records of a query into a file of the kind its name says, whole or not at all; a file that was
// there is replaced. It gives how many records there were.
func (s *Session) ExportFile(ctx context.Context, e app.Export, path string) (rows int, err error) {
	return s.tableFile(path, func(to app.Sink) (int, error) { return s.Export(ctx, e, to) })
}

// AuditFile writes the audit log as ExportFile writes records, and gives how many lines it has.
func (s *Session) AuditFile(ctx context.Context, q app.AuditQuery, path string, progress func(done, total int)) (rows int, err error) {
	return s.tableFile(path, func(to app.Sink) (int, error) { return s.ExportLog(ctx, q, to, progress) })
}

func (s *Session) tableFile(path string, fill func(app.Sink) (int, error)) (rows int, err error) {
	sinks := map[string]func(io.Writer) app.Sink{
		".xlsx":  func(w io.Writer) app.Sink { return &xlsxSink{w: w} },
		".csv":   func(w io.Writer) app.Sink { return &csvSink{w: w} },
		".jsonl": func(w io.Writer) app.Sink { return &jsonSink{json.NewEncoder(w)} },
	}
	begin, ok := sinks[strings.ToLower(filepath.Ext(path))]
	if !ok {
		return 0, badFormat(path)
	}
	err = StreamFile(path, func(w io.Writer) error {
		rows, err = fill(begin(w))
		return explain(err, s.Dir)
	})
	return rows, err
}

// ExportAnswers writes the questions and answers in force for the AI customer service into a file of the kind its name says, as
// ExportFile does. The same ledger gives the same bytes.
func (s *Session) ExportAnswers(ctx context.Context, path string) (rows int, err error) {
	tables := map[string]func(io.Writer) app.Sink{
		".xlsx": func(w io.Writer) app.Sink { return &xlsxSink{w: w} },
		".csv":  func(w io.Writer) app.Sink { return &csvSink{w: w} },
	}
	ending := strings.ToLower(filepath.Ext(path))
	table, ok := tables[ending]
	if !ok && ending != ".jsonl" {
		return 0, badFormat(path)
	}
	list, err := s.Answers(ctx)
	if err != nil {
		return 0, explain(err, s.Dir)
	}
	return len(list), StreamFile(path, func(w io.Writer) error {
		if ok {
			return answersTable(list, table(w))
		}
		lines := json.NewEncoder(w)
		lines.SetEscapeHTML(false)
		for _, q := range list {
			if err := lines.Encode(q); err != nil {
				return err
			}
		}
		return nil
	})
}

func answersTable(list []app.Answered, to app.Sink) error {
	if err := to.Begin(knowledge.QAKind.Label, app.AnsweredHead, len(list)); err != nil {
		return err
	}
	for _, q := range list {
		if err := to.Row([][]string{q.Cells()}, app.Shown{}); err != nil {
			return err
		}
	}
	return to.End()
}

func badFormat(path string) error {
	return fault.New(fault.Usage, "“"+filepath.Base(path)+"”的格式不能导出").With("文件名须以 .xlsx、.csv 或 .jsonl 结尾")
}

type xlsxSink struct {
	w io.Writer
	s *sheet.Stream
}

func (x *xlsxSink) Begin(label string, head []string, rows int) (err error) {
	if rows >= sheet.MaxRows {
		return fault.New(fault.Refused, "记录太多，一张表格放不下").With("请用 --where 分成几次导出，或导出为 .csv、.jsonl")
	}
	x.s, err = sheet.NewStream(x.w, label, head, rows)
	return err
}

func (x *xlsxSink) Row(rows [][]string, _ app.Shown) error { return each(rows, x.s.Row) }

func each(rows [][]string, write func([]string) error) error {
	for _, cells := range rows {
		if err := write(cells); err != nil {
			return err
		}
	}
	return nil
}

func (x *xlsxSink) End() error { return x.s.Close() }

type csvSink struct {
	w io.Writer
	c *sheet.CSV
}

func (c *csvSink) Begin(_ string, head []string, _ int) (err error) {
	c.c, err = sheet.NewCSV(c.w, head)
	return err
}

func (c *csvSink) Row(rows [][]string, _ app.Shown) error { return each(rows, c.c.Row) }

func (c *csvSink) End() error { return c.c.Close() }

// jsonSink writes each record whole, one a line.
type jsonSink struct{ e *json.Encoder }

func (j *jsonSink) Begin(string, []string, int) error {
	j.e.SetEscapeHTML(false)
	return nil
}

func (j *jsonSink) Row(_ [][]string, s app.Shown) error { return j.e.Encode(s) }

func (j *jsonSink) End() error { return nil }

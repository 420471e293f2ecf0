package boot

import (
	"context"
	"encoding/json"
	"io"
	"path/filepath"
	"strings"

	"opsledger/app"
	"opsledger/app/fault"
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
		return 0, fault.New(fault.Usage, "“"+filepath.Base(path)+"”的格式不能导出").With("文件名须以 .xlsx、.csv 或 .jsonl 结尾")
	}
	err = StreamFile(path, func(w io.Writer) error {
		rows, err = fill(begin(w))
		return explain(err, s.Dir)
	})
	return rows, err
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

package boot

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/record/report"
	"opsledger/reports"
)

// WriteReport draws a report into a folder, a file for each ending, from one value.
func WriteReport(rep app.Report, dir string, endings ...string) ([]string, error) {
	var files []string
	for _, ending := range endings {
		path := filepath.Join(dir, ReportName(rep)+ending)
		if err := DrawReport(rep, path); err != nil {
			return files, err
		}
		files = append(files, path)
	}
	return files, nil
}

// drawing draws a report into a file of one format.
var drawing = map[string]func(io.Writer, app.Report) error{".pdf": reports.PDF, ".xlsx": reports.XLSX, ".docx": reports.DOCX}

// DrawReport makes the file of a report that the path's ending names, whole or not at all; one that was there is replaced.
func DrawReport(rep app.Report, path string) error {
	draw, ok := drawing[strings.ToLower(filepath.Ext(path))]
	if !ok {
		return badEnding(path, ".pdf、.xlsx 或 .docx")
	}
	return StreamFile(path, func(w io.Writer) error { return draw(w, rep) })
}

func badEnding(path, good string) error {
	return fault.New(fault.Usage, "“"+filepath.Base(path)+"”的格式不能生成").With("文件名须以 " + good + " 结尾")
}

// ReportName names a report's files, without an ending. A version, a trial and an unmasked draft never overwrite one another.
func ReportName(rep app.Report) string {
	name := report.Name(rep.Kind()) + "-" + rep.Period
	switch {
	case rep.Version > 1:
		name += fmt.Sprintf("-第%d版", rep.Version)
	case rep.Status == app.Trial:
		name += "-试算"
	}
	if rep.Revealed {
		name += "-内部资料"
	}
	return name
}

package boot

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/reports"
)

// WriteWeekly draws a weekly report as PDF and as a workbook into a folder, from one value.
func WriteWeekly(rep app.Report, dir string) ([]string, error) {
	var files []string
	for _, ending := range []string{".pdf", ".xlsx"} {
		path := filepath.Join(dir, WeeklyName(rep)+ending)
		if err := DrawWeekly(rep, path); err != nil {
			return files, err
		}
		files = append(files, path)
	}
	return files, nil
}

// DrawWeekly makes the file of a weekly report that the path's ending names, whole or not at all; one that was there is
// replaced.
func DrawWeekly(rep app.Report, path string) error {
	draw, ok := map[string]func(io.Writer, app.Report) error{".pdf": reports.WeeklyPDF, ".xlsx": reports.WeeklyXLSX}[strings.ToLower(filepath.Ext(path))]
	if !ok {
		return fault.New(fault.Usage, "“"+filepath.Base(path)+"”的格式不能生成").With("文件名须以 .pdf 或 .xlsx 结尾")
	}
	return StreamFile(path, func(w io.Writer) error { return draw(w, rep) })
}

// WeeklyName names a report's files, without an ending. A version, a trial and an unmasked draft never overwrite one another.
func WeeklyName(rep app.Report) string {
	name := "周报-" + rep.Period
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

package boot

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"opsledger/app"
	"opsledger/app/fault"
	"opsledger/app/rule/compare"
	"opsledger/app/rule/intake"
	"opsledger/storage/sheet"
)

// CompareLists reads two spreadsheets and compares them by key columns, one name of each for either list. Nothing is written. progress
// is told the rows read of each and may be nil.
func CompareLists(ctx context.Context, c app.Comparing, progress func(what string, rows int)) (out app.ComparedLists, err error) {
	defer debug.SetGCPercent(debug.SetGCPercent(collectEarly))
	if len(c.KeysA) == 0 || len(c.KeysA) != len(c.KeysB) {
		return out, fault.New(fault.Refused, "没有指明按哪一列比对").With("请指明两份名单都有的关键列，如身份证号")
	}
	reading := func(what string) func(int) {
		if progress == nil {
			return nil
		}
		return func(rows int) { progress(what, rows) }
	}
	a, hashA, err := readList(ctx, c.A, c.KeysA, reading("甲"))
	if err != nil {
		return out, err
	}
	debug.FreeOSMemory() // what the first file unpacked to, before the second does; likewise below, before the result is written
	b, hashB, err := readList(ctx, c.B, c.KeysB, reading("乙"))
	if err != nil {
		return out, err
	}
	debug.FreeOSMemory()
	return app.ComparedLists{Comparing: c, Result: compare.Compare(a, b), HashA: hashA, HashB: hashB}, nil
}

// readList reads a list from the first sheet that has its key columns, and what its bytes hash to.
func readList(ctx context.Context, path string, keys []string, reading func(rows int)) (l *compare.List, hash string, err error) {
	err = withSheet(path, func(src source, b *sheet.Book) error {
		var best *compare.HeadError
		for _, name := range b.Sheets {
			l, err = compare.Read(src.whole(b.Rows(ctx, name, reading)), compare.Options{Keys: keys, Epoch1904: b.Epoch, Separated: b.Separated()})
			var e *compare.HeadError
			if !errors.As(err, &e) {
				break
			}
			if best == nil || errors.Is(e, intake.ErrAmbiguous) || len(e.Missing) < len(best.Missing) {
				best = e
			}
		}
		switch {
		case best != nil && l == nil:
			return headless(src.name, best)
		case errors.Is(err, compare.ErrTooLarge):
			return fault.New(fault.SheetTooBig, src.name, "文字太多").With("请只留比对要用的列，或拆成几份").Because(err)
		case err != nil:
			return src.explain(err, b)
		}
		sum := sha256.New()
		if _, err := io.Copy(sum, io.NewSectionReader(src.r, 0, src.size)); err != nil {
			return unreadable(path, err)
		}
		hash = hex.EncodeToString(sum.Sum(nil))
		return nil
	})
	return l, hash, toCompare(err)
}

// toCompare lets what is said of spreadsheets in general speak of comparing: there is nothing to be imported.
func toCompare(err error) error {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return err
	}
	g := *f
	g.Remedy = strings.ReplaceAll(g.Remedy, "导入", "比对")
	return &g
}

// headless words that a list lacks its key columns.
func headless(file string, e *compare.HeadError) error {
	f := fault.New(fault.Refused, "“"+file+"”里"+e.Error()).Because(e)
	switch {
	case e.Twice != "":
		return f.With("请改其中一列的列名，或改写作列号，如 C列")
	case len(e.Heads) == 0:
		return f.With("请检查是否选错文件；表头须在前30行内")
	}
	return f.With(fmt.Sprintf("第%d行的列名有：%s。两份名单的列名不同时，分别指明各自的列名（命令行写作 --key 甲的列=乙的列）", e.Row, strings.Join(e.Heads[:min(len(e.Heads), 40)], "、")))
}

// withSheet opens a spreadsheet a person named.
func withSheet(path string, fn func(source, *sheet.Book) error) error {
	return withFile(path, func(src source) error {
		b, err := sheet.Open(src.r, src.size)
		if err != nil {
			return src.explain(err, nil)
		}
		defer b.Close()
		return fn(src, b)
	})
}

// ListHeads are the column names of a list: those of the first sheet that has several.
func ListHeads(ctx context.Context, path string) (heads []string, err error) {
	err = withSheet(path, func(src source, b *sheet.Book) error {
		for _, name := range b.Sheets {
			found, err := compare.Heads(b.Rows(ctx, name, nil))
			if err != nil {
				return src.explain(err, b)
			}
			if len(found) > len(heads) && len(heads) < 2 {
				heads = found
			}
		}
		return nil
	})
	return heads, toCompare(err)
}

// WriteCompared makes a workbook of what came of a comparison, whole or not at all; personal data is masked unless clear. It never
// replaces one of the lists.
func WriteCompared(ctx context.Context, path string, c app.ComparedLists, clear bool) error {
	if strings.ToLower(filepath.Ext(path)) != ".xlsx" {
		return badEnding(path, ".xlsx")
	}
	for _, list := range []string{c.A, c.B} {
		if there, err := os.Stat(path); err == nil {
			if is, err := os.Stat(list); err == nil && os.SameFile(there, is) {
				return fault.New(fault.Refused, "结果不能写到名单自己的文件“"+filepath.Base(list)+"”里").With("请另取一个文件名")
			}
		}
	}
	return StreamFile(path, func(w io.Writer) error { return compared(ctx, w, c, clear) })
}

// ComparedFile is that workbook as a file to be attached.
func ComparedFile(ctx context.Context, c app.ComparedLists, clear bool) ([]byte, error) {
	var b bytes.Buffer
	err := compared(ctx, &b, c, clear)
	return b.Bytes(), err
}

func compared(ctx context.Context, w io.Writer, c app.ComparedLists, clear bool) error {
	tables := c.Result.Tables(clear)
	var names []string
	for _, t := range tables {
		names = append(names, t.Name)
	}
	s, err := sheet.NewStreams(w, names...)
	if err != nil {
		return err
	}
	for _, t := range tables {
		if err := s.Sheet(t.Head, t.Rows); err != nil {
			return err
		}
		for row := range t.Each {
			if err := errors.Join(ctx.Err(), s.Row(row)); err != nil {
				return err
			}
		}
	}
	return s.Close()
}

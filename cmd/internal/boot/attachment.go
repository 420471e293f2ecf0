package boot

import (
	"fmt"
	"os"
	"path/filepath"

	"opsledger/app"
	"opsledger/app/fault"
)

// ReadAttachment reads a file a person wants joined to a record. What is too large is refused before it is read.
func ReadAttachment(path string) ([]byte, error) {
	st, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, fault.New(fault.FileRead, filepath.Base(path), reason(err)).Because(err)
	case !st.Mode().IsRegular():
		return nil, fault.New(fault.FileRead, filepath.Base(path), "不是文件")
	case st.Size() > app.MaxAttachment:
		return nil, fault.New(fault.Refused, fmt.Sprintf("附件“%s”有%d MB，超过50 MB", filepath.Base(path), st.Size()>>20)).With("请压缩或拆分后再添加")
	}
	return ReadFile(path)
}

package reports

import (
	"io"
	"strings"
	"time"

	"opsledger/reports/gongwen"
	"opsledger/reports/paper"
)

// Paper is what the page with a recovery key tells.
type Paper struct {
	Key                 string // XXXX-XXXX-…
	Store, Dir, Account string
	Made                time.Time
}

// RecoveryPDF draws the recovery key to be printed and locked away.
func RecoveryPDF(w io.Writer, p Paper) error {
	d := gongwen.New(paper.Meta{Title: "台账恢复密钥", Created: p.Made, Foot: "打印后请删除本文件；纸件与电脑分开存放"})
	d.Title("运维台账恢复密钥")
	d.Line("本机名称：" + p.Store + "　账号：" + p.Account)
	d.Line("生成时间：" + p.Made.Format("2006-01-02 15:04"))
	d.Blank()
	groups := strings.Split(p.Key, "-")
	var t paper.Table
	for range 3 {
		t.Columns = append(t.Columns, paper.Column{Head: "组", Weight: 1, Align: paper.Center}, paper.Column{Head: "字符", Weight: 3, Align: paper.Center})
	}
	for i := 0; i < len(groups); i += 3 {
		var row []string
		for j := i; j < i+3; j++ {
			if j < len(groups) {
				row = append(row, numeral(j+1), groups[j])
			} else {
				row = append(row, "", "")
			}
		}
		t.Rows = append(t.Rows, row)
	}
	d.Table(t)
	d.Blank()
	d.Para("忘记口令时，在登录页选“用恢复密钥打开”，照上表逐组输入，再设新口令。字符里没有字母 I、L、O、U；最后一组用来查出抄错。")
	d.Para("拿到本页的人也能打开台账，请锁入柜中。怀疑被人看过时，请在“设置—口令与恢复密钥”中换发，本页随即作废。")
	d.Para("台账存放位置：" + p.Dir)
	return d.Write(w)
}

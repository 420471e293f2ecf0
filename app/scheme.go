package app

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"opsledger/app/fault"
	"opsledger/app/record/contract"
	"opsledger/app/rule/score"
)

// schemeOf is the scheme a contract year is scored by: the one its own steps hold, else the shipped one it names, else the first
// shipped.
func (a *App) schemeOf(name string, f contract.Facts) (score.Scheme, error) {
	if f.Scheme != "" {
		return readScheme("合同中的考核方案", []byte(f.Scheme))
	}
	var known []string
	for _, raw := range a.Schemes {
		s, err := readScheme("随程序提供的考核方案", raw)
		if err != nil || name == "" || s.ID == name {
			return s, err
		}
		known = append(known, s.ID+"（"+s.Name+"）")
	}
	return score.Scheme{}, fault.New(fault.Refused, "没有名为“"+name+"”的考核方案").With("可用的方案：" + strings.Join(known, "、") + "；或给出方案文件")
}

// readScheme reads a scheme; one with a mistake is refused with its line and the reason.
func readScheme(what string, raw []byte) (score.Scheme, error) {
	s, err := score.Parse(raw)
	var m score.Mistake
	if errors.As(err, &m) {
		err = fault.New(fault.Refused, fmt.Sprintf("%s第%d行有误：%s", what, m.Line, m.Why)).With("请改正方案文件后再设定")
	}
	return s, err
}

// withScheme adds what a contract's step tells of its scheme: the text of one from outside, so that every station that has the
// ledger scores by the same; a shipped one is told by its name.
func (a *App) withScheme(s Step, text []byte) (Step, error) {
	if text == nil {
		if name := s.Values["scheme"]; name != "" {
			_, err := a.schemeOf(name, contract.Facts{})
			return s, err
		}
		return s, nil
	}
	scheme, err := readScheme("考核方案", text)
	if err != nil {
		return s, err
	}
	s.Values["scheme"] = cmp.Or(s.Values["scheme"], scheme.ID)
	if s.told == nil {
		s.told = map[string]any{}
	}
	s.told["scheme_text"] = string(text)
	return s, nil
}

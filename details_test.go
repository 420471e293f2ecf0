package opsledger

import (
	"regexp"
	"testing"
)

func TestTheProgramKnowsItsVersionAndNames(t *testing.T) {
	if v := Version(); !regexp.MustCompile(`^\d+\.\d+\.\d+$`).MatchString(v) {
		t.Errorf("version %q", v)
	}
	if Name() != "运维台账" || ID() != "cn.opsledger.desktop" {
		t.Errorf("%q %q", Name(), ID())
	}
	if v := detail("Versio"); v != "" {
		t.Errorf("half a key finds %q", v)
	}
}

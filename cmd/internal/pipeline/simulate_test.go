package pipeline

import (
	"errors"
	"strings"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract"
	"carehouse/extract/tpastream"
)

func TestAFaultThatNoSimulatorKnowsIsASlipAtTheKeyboard(t *testing.T) {
	t.Parallel()

	p := &Pipeline{Drivers: []extract.Driver{tpastream.Driver()}, Clock: time.Now}
	err := p.simulate(t.Context(), engine.Run{}, engine.SimulateAsk{Listen: "127.0.0.1:0", Size: 10, Faults: []string{"nothing"}}, func(engine.Simulator) {
		t.Error("it serves")
	})
	fault, ok := errors.AsType[*engine.Fault](err)
	if !ok || fault.Exit != engine.Usage || !strings.Contains(fault.Why, "reset") || !strings.Contains(fault.Next, "carehouse simulate tpastream --fault ") {
		t.Errorf("got %+v, %v", fault, err)
	}
}

func TestASourceWithoutASimulatorIsNotServed(t *testing.T) {
	t.Parallel()

	p := &Pipeline{Drivers: []extract.Driver{(&clinic{}).driver()}, Clock: time.Now}
	err := p.simulate(t.Context(), engine.Run{}, engine.SimulateAsk{Source: clinicName, Listen: "127.0.0.1:0", Size: 10}, func(engine.Simulator) {
		t.Fatal("it serves")
	})
	fault, ok := errors.AsType[*engine.Fault](err)
	if !ok || fault.Exit != engine.Usage || fault.What != clinicName+" cannot be simulated" || fault.Next == "" {
		t.Errorf("got %+v, %v", fault, err)
	}
}

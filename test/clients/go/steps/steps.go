// Package steps is how the programs say what they have checked.
package steps

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// Run prints `ok NAME`, or `not ok NAME: why` and ends the program: the steps of a part stand on each other.
func Run(name string, run func()) {
	defer func() {
		if failure := recover(); failure != nil {
			fmt.Printf("not ok %s: %s\n", name, strings.ReplaceAll(fmt.Sprint(failure), "\n", " | "))
			os.Exit(1)
		}
	}()
	run()
	fmt.Println("ok", name)
}

// Must ends the step if the call has failed.
func Must[Output any](output Output, err error) Output {
	Succeed(err)
	return output
}

// Succeed ends the step if there is an error.
func Succeed(err error) {
	if err != nil {
		panic(err)
	}
}

// Equal ends the step unless both are the same. Its values are compared as they are printed.
func Equal(actual, expected any) {
	if a, e := fmt.Sprint(actual), fmt.Sprint(expected); a != e {
		panic(fmt.Errorf("%s is not %s", a, e))
	}
}

// Failed ends the step unless the call has failed with this type of error, and this in its message.
func Failed[Failure error](err error, text string) {
	var failure Failure
	if !errors.As(err, &failure) {
		panic(fmt.Errorf("another outcome: %w", err))
	}
	if !strings.Contains(failure.Error(), text) {
		panic(failure)
	}
}

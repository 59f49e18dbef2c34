#!/bin/sh
# The BLAS that the library calls is the one it was built with, even in a program that links GSL's own
# cblas before it: libpreston calls the Fortran interface, which gslcblas does not export. Compares the
# library that dgemm_ is bound to with and without GSL in front.
set -eu
source_dir=$1
build_dir=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

if nm -D --undefined-only "$build_dir/libpreston.so" | grep ' cblas_'; then
  echo "libpreston.so calls cblas" >&2
  exit 1
fi
if readelf -d "$build_dir/libpreston.so" | grep -i 'NEEDED.*gslcblas'; then
  echo "libpreston.so links gslcblas" >&2
  exit 1
fi

cat >"$scratch/program.c" <<'END'
#include <gsl/gsl_blas.h>
#include <preston/matrix.h>

/* Calls GSL's cblas for itself, then makes the library multiply. */
int main(void)
{
    double cells[] = {0.15, 0.25, 0.2, 0.05};
    double vectors[2 * 20] = {1.0};
    double products[2 * 20];
    gsl_vector_view view = gsl_vector_view_array(vectors, 2);
    preston_operator *op = NULL;
    preston_workspace *workspace = NULL;
    if (gsl_blas_dasum(&view.vector) != 1.0 ||
        preston_operator_dense(preston_const_matrix(cells, 2, 2), &op, NULL) != PRESTON_OK ||
        preston_operator_workspace(op, 20, &workspace, NULL) != PRESTON_OK ||
        preston_operator_apply(op, PRESTON_PLAIN, preston_const_matrix(vectors, 2, 20), workspace,
                               preston_matrix(products, 2, 20), NULL) != PRESTON_OK) {
        return 1;
    }
    preston_workspace_free(workspace);
    preston_operator_free(op);
    return 0;
}
END

# A BLAS that is broken on this processor: the first solver says so, instead of a wrong answer.
cat >"$scratch/broken.c" <<'END'
#include <preston/matrix.h>
#include <stdio.h>
#include <string.h>

void dgemm_(const char *form_a, const char *form_b, const int *rows, const int *columns,
            const int *inner, const double *alpha, const double *a, const int *leading_a,
            const double *b, const int *leading_b, const double *beta, double *c,
            const int *leading_c, size_t length_a, size_t length_b);
void dgemm_(const char *form_a, const char *form_b, const int *rows, const int *columns,
            const int *inner, const double *alpha, const double *a, const int *leading_a,
            const double *b, const int *leading_b, const double *beta, double *c,
            const int *leading_c, size_t length_a, size_t length_b)
{
    (void)memset(c, 0, sizeof *c);
}

int main(void)
{
    double cells[] = {0.15, 0.25, 0.2, 0.05};
    preston_solver *solver = NULL;
    preston_error error = {0};
    preston_status status = preston_solver_create(preston_const_matrix(cells, 2, 2), NULL, &solver, &error);
    (void)puts(error.message);
    return status == PRESTON_ERROR_ACCURACY && strstr(error.message, "multiplies small integers wrongly") != NULL ? 0 : 1;
}
END
cc -I"$source_dir/include" "$scratch/broken.c" -o "$scratch/broken" -L"$build_dir" -lpreston -Wl,-rpath,"$build_dir"
if ! "$scratch/broken"; then
  echo "a broken dgemm_ was not noticed" >&2
  exit 1
fi

# Which file dgemm_ of libpreston.so is bound to, when the program is linked with these libraries.
bound_to() {
  # shellcheck disable=SC2086 # the list is meant to be split
  cc -I"$source_dir/include" "$scratch/program.c" -o "$scratch/program" $1 \
    -Wl,-rpath,"$build_dir"
  LD_BIND_NOW=1 LD_DEBUG=bindings LD_DEBUG_OUTPUT="$scratch/bindings" "$scratch/program"
  sed -n "s/.*binding file .*libpreston[^ ]* .* to \([^ ]*\) .*symbol \`dgemm_'.*/\1/p" \
    "$scratch"/bindings.* | head -n 1
  rm -f "$scratch"/bindings.*
}

usual=$(bound_to "-L$build_dir -lpreston -lgsl -lgslcblas -lm")
worst=$(bound_to "$(pkg-config --libs gsl) -Wl,--no-as-needed -L$build_dir -lpreston -lm")
if [ -z "$usual" ] || [ "$usual" != "$worst" ]; then
  echo "dgemm_ is bound to '$usual', and to '$worst' behind GSL" >&2
  exit 1
fi
case $worst in
*gslcblas*)
  echo "dgemm_ is gslcblas's" >&2
  exit 1
  ;;
esac
echo "dgemm_ is $worst's, whatever the order"

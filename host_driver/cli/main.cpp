// SPDX-License-Identifier: Apache-2.0
#include "host_driver/cli/command.h"

int main(int argc, char** argv) { return linkwright::cli::Main(argc, argv); }

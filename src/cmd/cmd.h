/* cmd/cmd.h - the sub-commands, as src/main.c calls them.
 *
 * RULES  1. argv[0] is the name of the command; the arguments may be reordered.  2. the result is
 *        the exit code of the
 *        program (enum exit_code).  3. `--help` prints what the command does and how it is called.
 */
#ifndef CMD_CMD_H
#define CMD_CMD_H

/* gardefou triage --claims FILE ... < messages: one answer a message (DESIGN §6). */
int cmd_triage(int argc, char **argv);

/* gardefou group < messages: message TAB rumour, near-copies only. */
int cmd_group(int argc, char **argv);

/* gardefou claims import|export FILE...: claims from one format to another. */
int cmd_claims(int argc, char **argv);

#endif

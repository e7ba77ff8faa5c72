/* files - as many open files as this process may have: for programs of many connections. */
#ifndef GH_FAULT_FILES_H
#define GH_FAULT_FILES_H

void files_raise(void);

#endif

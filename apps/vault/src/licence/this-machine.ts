import { hostname } from 'node:os';
import { type MachinePort, readMachineMarks, readTimeline } from '@nexus/licence';

/** The machine that this process runs on. */
export const thisMachine: MachinePort = { name: hostname, marks: () => readMachineMarks(), timeline: readTimeline };

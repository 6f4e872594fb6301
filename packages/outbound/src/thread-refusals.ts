/** The channel on which threads say what was refused. */
export const threadRefusals = 'nexus.outbound.refused';

import './unsealed-modules.ts';

await import(process.argv[2]!);

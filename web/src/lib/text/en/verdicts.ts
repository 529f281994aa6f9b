export const verdicts = {
  QUEUED: { name: "Queued", explanation: "Waiting for a free worker." },
  RUNNING: { name: "Running", explanation: "Your program is being judged right now." },
  AC: { name: "Accepted", explanation: "Every test passed." },
  WA: { name: "Wrong answer", explanation: "The program ran, but printed something else than expected." },
  TLE: { name: "Time limit exceeded", explanation: "The program took longer than a test allows." },
  MLE: { name: "Memory limit exceeded", explanation: "The program used more memory than a test allows." },
  OLE: { name: "Output limit exceeded", explanation: "The program printed far more than a test allows." },
  RE: { name: "Runtime error", explanation: "The program ended with an error: a crash, an exception or a non-zero exit code." },
  CE: { name: "Compile error", explanation: "The compiler did not accept the program. Its messages are below." },
  IE: { name: "Internal error", explanation: "This is our fault, not yours. An administrator can judge it again." },
  CANCELLED: { name: "Cancelled", explanation: "Cancelled before it was judged." },
};

// Listens to submissions with a client that others wrote, and says on standard output what it hears, a JSON line each.
//
// Usage: node listen.mjs KIND URL TOKEN
// KIND: socket.io (as it comes), socket.io-polling, socket.io-websocket, snippet, websocket, eventsource, eventsource-header.
// Standard input: a JSON line {"id", "ticket"} for each submission to listen to.
import { createInterface } from "node:readline";
import { EventSource } from "eventsource";
import { io } from "socket.io-client";
import WebSocket from "ws";

const [kind, url, token] = process.argv.slice(2);
const tell = (what, more = {}) => console.log(JSON.stringify({ what, ...more }));
const wanted = [];

function listenBySocketIo(transports) {
  const socket = io(url, { auth: { token }, reconnectionDelay: 100, reconnectionDelayMax: 500, ...(transports && { transports }) });
  const subscribe = ({ id }) => socket.emit("subscribe", id, (answer) => tell("answer", { id, answer }));
  const transport = () => socket.io.engine.transport.name;
  socket.io.on("open", () => {
    tell("open", { transport: transport() });
    socket.io.engine.once("upgrade", () => tell("upgrade", { transport: transport() }));
  });
  socket.on("connect", () => {
    tell("connect");
    wanted.forEach(subscribe);  // again after a lost connection
  });
  socket.on("status", (status) => tell("status", { status }));
  socket.on("error", (error) => tell("error", { error }));
  socket.on("connect_error", (error) => tell("connect_error", { message: error.message, data: error.data }));
  socket.on("disconnect", (reason) => tell("disconnect", { reason }));
  return (one) => socket.connected && subscribe(one);
}

// The way the manual shows it: nothing waits for the connection.
function listenAsTheManualSays({ id }) {
  const socket = io(url, { auth: { token } });
  socket.emit("subscribe", id);
  socket.on("status", (status) => tell("status", { status }));
}

function listenByWebSocket() {
  const socket = new WebSocket(url.replace("http", "ws") + "/ws");
  socket.on("open", () => {
    socket.send(JSON.stringify({ type: "auth", token }));
    tell("connect");
  });
  socket.on("message", (text) => {
    const message = JSON.parse(text);
    tell(message.type, { [message.type]: message });
  });
  socket.on("close", (code) => tell("disconnect", { code }));
  return ({ id }) => socket.send(JSON.stringify({ type: "subscribe", submissionId: id }));
}

function listenByEventSource(withHeader) {
  tell("connect");
  return ({ id, ticket }) => {
    const path = `${url}/submission/${id}/events`;
    const headers = { Authorization: `Bearer ${token}` };
    const source = withHeader
      ? new EventSource(path, { fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, ...headers } }) })
      : new EventSource(`${path}?ticket=${ticket}`);
    source.onmessage = ({ data }) => {
      const status = JSON.parse(data);
      tell("status", { status });
      if (!["QUEUED", "RUNNING"].includes(status.status)) source.close();
    };
    source.onerror = ({ code }) => tell("disconnect", { code });
  };
}

const ways = {
  "socket.io": () => listenBySocketIo(),
  "socket.io-polling": () => listenBySocketIo(["polling"]),
  "socket.io-websocket": () => listenBySocketIo(["websocket"]),
  snippet: () => listenAsTheManualSays,
  websocket: listenByWebSocket,
  eventsource: () => listenByEventSource(false),
  "eventsource-header": () => listenByEventSource(true),
};
const listen = ways[kind]();
createInterface({ input: process.stdin })
  .on("line", (line) => {
    wanted.push(JSON.parse(line));
    listen(wanted.at(-1));
  })
  .on("close", () => process.exit(0));

"use strict";
// A page to type into. Everything a message holds is shown as text, never as markup.

const KEY = "zenbu.conversation";
const element = (id) => document.getElementById(id);
const messages = element("messages");
const form = element("form");
const input = element("text");

// {id, token, unsent: {text, client_message_id} | null}; lives as long as the tab.
let conversation = null;
let busy = false;

class Problem extends Error {
  constructor(status, name) {
    super(name);
    this.status = status;
    this.name = name;
  }
}

function keep() {
  sessionStorage.setItem(KEY, JSON.stringify(conversation));
}

function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}

async function call(method, path, body) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (conversation) headers.Authorization = `Bearer ${conversation.token}`;
  const response = await fetch(path, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Problem(response.status, String(problem.type || "").split(":").pop());
  }
  return response.status === 204 ? null : response.json();
}

function add(parent, tag, className, text) {
  const child = document.createElement(tag);
  if (className) child.className = className;
  if (text !== undefined) child.textContent = text;
  parent.append(child);
  return child;
}

function addButton(parent, label, press) {
  const button = add(parent, "button", "", label);
  button.type = "button";
  button.addEventListener("click", press);
  return button;
}

function show(role, text, reply) {
  document.querySelectorAll(".options button").forEach((button) => (button.disabled = true));
  const speaker = { customer: "あなた", person: "担当者" }[role] || "AIアシスタント";
  const item = add(messages, "li", role);
  add(item, "span", "speaker", speaker);
  add(item, "p", "text", text);
  if (reply) showExtras(item, reply);
  item.scrollIntoView({ block: "end" });
}

function showExtras(item, reply) {
  if (reply.sources.length) {
    const sources = add(item, "div", "sources", "参考: ");
    const list = add(sources, "ul");
    reply.sources.forEach((source) => add(list, "li", "", source.title));
  }
  if (reply.options.length) {
    const options = add(item, "div", "options");
    options.setAttribute("role", "group");
    options.setAttribute("aria-label", "選択肢");
    reply.options.forEach((option) => addButton(options, option.label, () => send(option.value, option.label)));
  }
  if (reply.type === "faq") showRating(item, reply.message_id);
}

function showRating(item, messageId) {
  const rating = add(item, "div", "rating", "お役に立ちましたか? ");
  const rate = async (helpful) => {
    try {
      await call("POST", `/v1/conversations/${conversation.id}/feedback`, { message_id: messageId, helpful });
      rating.textContent = "ご回答ありがとうございます。";
    } catch (error) {
      fail(error);
    }
  };
  addButton(rating, "はい", () => rate(true));
  rating.append(" ");
  addButton(rating, "いいえ", () => rate(false));
}

function work(what) {
  busy = Boolean(what);
  element("status").textContent = what || "";
  element("send").disabled = busy;
  if (busy) element("error").hidden = true;
}

function fail(error) {
  const known = {
    "unreadable-message": "メッセージを読み取れませんでした。1〜2,000文字で入力してください。",
    "reply-pending": "お返事の準備に時間がかかっています。メッセージは届いています。",
    "knowledge-outage": "ただいまお答えできません。メッセージは届いています。少し待ってからお試しください。",
    "turn-failed": "このメッセージにはお答えできませんでした。担当者が確認します。",
    "unknown-conversation": "会話が見つかりません。「新しい会話」を押してください。",
    "wrong-token": "会話が見つかりません。「新しい会話」を押してください。",
  };
  const text = error instanceof Problem ? known[error.name] : "通信できませんでした。接続を確認してください。";
  element("error-text").textContent = text || "エラーが発生しました。少し待ってからもう一度お試しください。";
  // What cannot succeed when repeated is not offered for repeating.
  const hopeless = ["unreadable-message", "turn-failed", "unknown-conversation", "wrong-token"].includes(error.name);
  if (hopeless && conversation) {
    conversation.unsent = null;
    keep();
  }
  element("retry").hidden = hopeless;
  element("error").hidden = false;
  element("error").scrollIntoView({ block: "end" });
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function open() {
  work("接続しています…");
  try {
    if (!conversation) {
      const opened = await call("POST", "/v1/conversations", { channel: "web", locale: "ja" });
      conversation = { id: opened.conversation_id, token: opened.token, unsent: null };
      keep();
    }
    await load();
    work("");
    // It may have arrived before the page was left: what the server has is drawn again.
    if (conversation.unsent && (await deliver())) await load();
  } catch (error) {
    work("");
    if (error instanceof Problem && [401, 404].includes(error.status)) {
      restart();
    } else {
      fail(error);
    }
  }
}

async function load() {
  messages.replaceChildren();
  let after = 0;
  do {
    const page = await call("GET", `/v1/conversations/${conversation.id}?after=${after}`);
    page.messages.forEach((message) => show(message.role, message.text, message.reply));
    after = page.next;
  } while (after !== null);
}

async function send(value, label) {
  const text = value.trim();
  if (!text || busy || !conversation) return;
  // What could not be sent comes first; while it cannot, the new text waits in the field.
  if (conversation.unsent && !(await deliver())) {
    input.value = text;
    return;
  }
  conversation.unsent = { text, client_message_id: newId() };
  keep();
  show("customer", label || text);
  await deliver();
}

// The same client_message_id each time: a message that did arrive is answered once, however often it is sent.
async function deliver() {
  work("返信を作成しています…");
  try {
    const reply = await call("POST", `/v1/conversations/${conversation.id}/messages`, conversation.unsent);
    conversation.unsent = null;
    keep();
    work("");
    if (reply.message) show("bot", reply.message, reply);
    else element("status").textContent = "担当者に届きました。返信をお待ちください。";
    return true;
  } catch (error) {
    work("");
    fail(error);
    return false;
  } finally {
    input.focus();
  }
}

function restart() {
  conversation = null;
  sessionStorage.removeItem(KEY);
  element("error").hidden = true;
  open();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (busy || !conversation) return;
  const text = input.value;
  input.value = "";
  send(text);
});

input.addEventListener("keydown", (event) => {
  // While Japanese is being converted, Enter chooses a word.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
    event.preventDefault();
    form.requestSubmit();
  }
});

element("retry").addEventListener("click", () => (conversation && conversation.unsent ? deliver() : open()));
element("restart").addEventListener("click", () => busy || restart());

conversation = recall();
open();

// Calls the staff's API as whoever is signed in.
const token = document.querySelector("meta[name=csrf]").content;

export class Refused extends Error {
  constructor(problem) {
    super(problem.detail);
    this.status = problem.status;
    this.name = problem.type?.split(":").pop() ?? "";
  }
}

// Answers what the API answers; raises Refused where it refuses, and TypeError where nobody is there.
export async function call(method, path, body, signal) {
  const answer = await fetch(`/v1/staff${path}`, {
    method,
    signal,
    headers: { "X-CSRF-Token": token, ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (answer.status === 401) location.reload(); // the entrance, and back here afterwards
  if (!answer.ok) throw new Refused(await answer.json());
  return answer.status === 204 ? null : answer.json();
}

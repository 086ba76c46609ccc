import { request as httpRequest, type ServerResponse } from 'node:http';
import { serve } from '../lambda/http.ts';

/** How a service is away: it answers 500, cuts the connection, or says nothing. */
export type Mood = 'up' | 'failing' | 'cutting' | 'silent';
export type Door = {
  url: string;
  mood: Mood;
  stop(): Promise<void>;
};

/** A way to an emulator that can be shut. What it left unanswered is cut when it opens again. */
export const doorTo = async (target: string): Promise<Door> => {
  const unanswered = new Set<ServerResponse>();
  let mood: Mood = 'up';
  const server = await serve(async (request, response) => {
    if (mood === 'silent') {
      unanswered.add(response);
      return;
    }
    if (mood === 'cutting') {
      request.socket.destroy();
      return;
    }
    if (mood === 'failing') {
      response.writeHead(500, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');
      return;
    }
    const { method, headers, url = '/' } = request;
    const onward = httpRequest(new URL(url, target), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
  return {
    url: server.url,
    get mood() {
      return mood;
    },
    set mood(next: Mood) {
      mood = next;
      for (const response of unanswered) response.destroy();
      unanswered.clear();
    },
    stop: server.stop,
  };
};

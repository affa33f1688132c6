// app/api/lead/route.ts

export async function POST(request: Request): Promise<Response> {
  const { name, phone, calltouch } = (await request.json()) as Record<string, unknown>;
  const answer = await fetch(`${process.env.STRAPI_URL}/api/leads`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ data: { name, phone, calltouch } }),
  }).catch(() => null);
  return Response.json({ sent: answer?.ok ?? false }, { status: answer?.ok ? 201 : 502 });
}

# docker build -t wgan-lab .
# docker run --rm -v "$PWD/out:/out" wgan-lab        # the whole pipeline; the page and the images in out/
# docker run --rm wgan-lab python -m stages.train --help
FROM python:3.12-slim-bookworm

# git: DVC reads the repository; make: the one way to set up
RUN apt-get update \
 && apt-get install --yes --no-install-recommends git make \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /lab
# packages first: they change less often than code
COPY Makefile requirements.lock ./
RUN make setup
COPY . .
# a lock checked out anew is no newer than what was installed from it
RUN touch .venv/.ready
ENV PATH=/lab/.venv/bin:$PATH
CMD ["sh", "-c", "make && mkdir -p /out && cp -r reports samples models /out && chown -R --reference=/out /out/*"]
